// Asks for 20! with the client of oapi-codegen and prints the result.
package main

import (
	"context"
	"fmt"
	"log"
	"net/http"
	"os"

	"client/api"
)

func main() {
	client, err := api.NewClientWithResponses(os.Getenv("ADDRESS"), api.WithRequestEditorFn(authorize))
	if err != nil {
		log.Fatal(err)
	}
	var question api.FactorialQuestion
	if err := question.N.FromFactorialQuestionN1("20"); err != nil {
		log.Fatal(err)
	}
	answer, err := client.FactorialWithResponse(context.Background(), nil, question)
	if err != nil {
		log.Fatal(err)
	}
	if answer.JSON200 == nil {
		log.Fatalf("%s: %s", answer.Status(), answer.Body)
	}
	fmt.Println(*answer.JSON200.Result)
}

func authorize(_ context.Context, request *http.Request) error {
	request.Header.Set("Authorization", "Bearer "+os.Getenv("TOKEN"))
	return nil
}

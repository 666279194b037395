// Asks for 20! with the generated client and prints the result.
package main

import (
	"context"
	"fmt"
	"log"
	"os"

	mathcalculator "github.com/GIT_USER_ID/GIT_REPO_ID"
)

func main() {
	configuration := mathcalculator.NewConfiguration()
	configuration.Servers = mathcalculator.ServerConfigurations{{URL: os.Getenv("ADDRESS")}}
	client := mathcalculator.NewAPIClient(configuration)
	ctx := context.WithValue(context.Background(), mathcalculator.ContextAccessToken, os.Getenv("TOKEN"))
	n := "20"
	question := mathcalculator.NewFactorialQuestion(mathcalculator.FactorialQuestionN{String: &n})
	answer, _, err := client.CalculationsAPI.Factorial(ctx).FactorialQuestion(*question).Execute()
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(answer.GetResult())
}

"""Asks for 20! with the client of openapi-generator and prints the result."""

import os

import mathclient

configuration = mathclient.Configuration(
    host=os.environ["ADDRESS"], access_token=os.environ["TOKEN"]
)
with mathclient.ApiClient(configuration) as client:
    question = mathclient.FactorialQuestion.from_dict({"n": "20"})
    print(mathclient.CalculationsApi(client).factorial(question).result)

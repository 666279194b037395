"""Asks for 20! with the models of datamodel-codegen and prints the result."""

import os
import urllib.request

from models import Answer, FactorialQuestion

request = urllib.request.Request(
    os.environ["ADDRESS"] + "/factorial",
    data=FactorialQuestion(n="20").model_dump_json(exclude_unset=True).encode(),
    headers={
        "Authorization": "Bearer " + os.environ["TOKEN"],
        "Content-Type": "application/json",
    },
)
with urllib.request.urlopen(request) as response:
    print(Answer.model_validate_json(response.read()).result)

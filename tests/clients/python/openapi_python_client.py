"""Asks for 20! with the client of openapi-python-client and prints the result."""

import os

from mathclient import AuthenticatedClient
from mathclient.api.calculations import factorial
from mathclient.models import FactorialQuestion

client = AuthenticatedClient(base_url=os.environ["ADDRESS"], token=os.environ["TOKEN"])
print(factorial.sync(client=client, body=FactorialQuestion(n="20")).result)

import os
import secrets
import time
from typing import Annotated

import jwt
from fastapi import Depends, FastAPI, HTTPException
from fastapi.security import OAuth2PasswordBearer, OAuth2PasswordRequestForm
from pydantic import BaseModel, Field

USERNAME = os.environ["BENCH_USERNAME"]
PASSWORD = os.environ["BENCH_PASSWORD"]
SECRET = secrets.token_hex(32)

app = FastAPI()
oauth2_scheme = OAuth2PasswordBearer(tokenUrl="token")


class Token(BaseModel):
    access_token: str
    token_type: str = "bearer"
    expires_in: int = 3600


class Question(BaseModel):
    n: int = Field(ge=0, le=1_000_000)


class Answer(BaseModel):
    operation: str
    input: Question
    result: str
    digits: int


def fibonacci(n: int) -> int:
    a, b = 0, 1
    for bit in bin(n)[2:]:
        a, b = a * (2 * b - a), a * a + b * b
        if bit == "1":
            a, b = b, a + b
    return a


# Asynchronous, because FastAPI runs plain functions in a thread pool, which costs more.
async def current_user(token: Annotated[str, Depends(oauth2_scheme)]) -> str:
    try:
        return jwt.decode(token, SECRET, algorithms=["HS256"])["sub"]
    except jwt.InvalidTokenError:
        raise HTTPException(
            status_code=401,
            detail="Could not validate credentials",
            headers={"WWW-Authenticate": "Bearer"},
        )


@app.post("/token")
async def token(form: Annotated[OAuth2PasswordRequestForm, Depends()]) -> Token:
    if (form.username, form.password) != (USERNAME, PASSWORD):
        raise HTTPException(status_code=401, detail="Incorrect username or password")
    claims = {"sub": USERNAME, "exp": int(time.time()) + 3600}
    return Token(access_token=jwt.encode(claims, SECRET, algorithm="HS256"))


@app.post("/fibonacci")
async def answer(question: Question, user: Annotated[str, Depends(current_user)]) -> Answer:
    result = str(fibonacci(question.n))
    return Answer(operation="fibonacci", input=question, result=result, digits=len(result))

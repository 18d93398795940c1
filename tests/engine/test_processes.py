"""Processes of our own: jobs out, parts and results back, exceptions whole, nobody left behind."""

import textwrap

import pytest

from newsstudy.engine.processes import DIED, DONE, FAILED, PART, Message, Workers, raised
from newsstudy.errors import NewsstudyError, ReadError

MODULE = """
    import os, sys
    from newsstudy.errors import ReadError

    class OwnError(Exception):
        pass

    def begin(settings):
        print("a library that prints")

        def work(argument, send):
            if argument == "read":
                raise ReadError("a.txt, line 3: no text")
            if argument == "own":
                raise OwnError("mine")
            if argument == "bytes":
                b"\\xff".decode()
            if argument == "die":
                os._exit(7)
            print("noise")
            for number in range(argument):
                send(bytes([number]) * settings)
            return {"sent": argument}

        return work
"""


@pytest.fixture
def module(tmp_path, monkeypatch):
    (tmp_path / "jobs_of_a_test.py").write_text(textwrap.dedent(MODULE))
    monkeypatch.syspath_prepend(tmp_path)
    return "jobs_of_a_test:begin"


def said(module, arguments, n=2, size=3):
    jobs = iter(list(enumerate(arguments)))
    with Workers(n, module, size, lambda: next(jobs, None)) as workers:
        messages = list(workers.messages(wait=True))
    return sorted(messages, key=lambda message: message.job)


def test_workers__do_each_job_once_and_send_its_parts_in_order(module):
    found = said(module, [2, 0, 1], size=200_000)
    assert [(message.job, message.kind) for message in found] == [
        (0, PART),
        (0, PART),
        (0, DONE),
        (1, DONE),
        (2, PART),
        (2, DONE),
    ]
    assert [bytes(message.content[:1]) for message in found if message.kind == PART] == [b"\0", b"\1", b"\0"]
    assert found[2].content == {"sent": 2}


def test_workers__an_exception_comes_back_as_its_own_class_with_its_place(module):
    told = {message.job: message for message in said(module, ["read", "own", "bytes", 1]) if message.kind == FAILED}
    error = raised(told[0].content)
    assert type(error) is ReadError
    assert str(error) == "a.txt, line 3: no text"
    assert "jobs_of_a_test.py" in error.__notes__[0]
    assert isinstance(raised(told[1].content), NewsstudyError)
    assert str(raised(told[1].content)) == "OwnError: mine"
    assert "UnicodeDecodeError: 'utf-8' codec can't decode" in str(raised(told[2].content))


def test_workers__one_that_dies_says_at_which_job(module):
    assert said(module, ["die"], n=1) == [Message(0, DIED, 7)]


def test_workers__are_gone_when_closed_in_the_middle_of_their_work(module):
    jobs = iter([(0, 10_000), (1, 10_000)])
    with Workers(2, module, 100_000, lambda: next(jobs, None)) as workers:
        next(workers.messages(wait=True))
    assert [process.poll() for process in workers._processes] == [-9, -9]
    assert not any(thread.is_alive() for thread in workers._threads)

"""`python -m newsstudy` is the command `newsstudy`."""

from newsstudy.cli import main

raise SystemExit(main())

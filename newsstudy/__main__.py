from newsstudy.cli import main

raise SystemExit(main())

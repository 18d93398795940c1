w2870example
f lbc-EX--Snow     01-14 0042
^BC-EX--Snow,466<
^Snow falls in the north <
^AP Photo XNP101<
^By JANE EXAMPLE=
^Associated Press=
	   FREEDONIA (AP) _ Snow fell in the north. 

	   ``Trains stood,'' he said.

	   AP-WF-01-14-24 1509GMT<



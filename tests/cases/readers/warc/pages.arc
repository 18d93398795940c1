filedesc://pages.arc 127.0.0.1 20140216050221 text/plain 76
1 0 Example Capture
URL IP-address Archive-date Content-type Archive-length

http://post.example/a b 192.0.2.1 20140216050221 text/html 847
HTTP/1.1 200 OK
Content-Type: text/html

<!DOCTYPE html>
<html lang="en">
<head><meta charset="utf-8"><title>Council backs harbour plan | The Nordhaven Post</title>
<meta property="article:published_time" content="2024-01-14">
</head>
<body>
<nav><ul><li><a href="/">Home</a></li><li><a href="/sport">Sport</a></li></ul></nav>
<article>
<h1>Council backs harbour plan</h1>
<p>The council of Nordhaven voted on Monday to rebuild the old harbour wall, which a storm had broken in March.</p>
<p>Nine members were for the plan and four against it. Work on the wall will begin in the autumn and take two years.</p>
<p>"We have waited long enough," said the mayor, Ada Lind, after the vote. "The boats need a safe place to lie."</p>
</article>
<footer>Copyright The Nordhaven Post. All rights reserved. Terms and conditions.</footer>
</body>
</html>


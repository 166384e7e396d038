# The subject of an e-mail: [CRITICAL] title, or [RESOLVED] title.
.view.summary

<p>${body.title}</p>
<p>${body.alerts[0].description}</p>

<p>${body.title}</p>
<#if body.alerts?size gt 0>
<p>more</p>

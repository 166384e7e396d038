<#ftl output_format="HTML">
<#assign m = body, incident = m.incident, alerts = m.alerts![], resolved = (incident.status!"") == "resolved">
<#assign colours = {"critical": "#b3261e", "high": "#d9480f", "medium": "#a86e00", "low": "#2f6fde", "info": "#6b7280"}>
<#assign colour = resolved?then("#2e7d32", colours[incident.severity!"info"]!"#6b7280")>
<#macro row name value><#if value?has_content>
<tr><th align="left" valign="top" style="padding:4px 16px 4px 0;color:#555">${name}</th><td style="padding:4px 0">${value}</td></tr>
</#if></#macro>
<#macro section name value><#if value?has_content>
<h3 style="margin:20px 0 4px;font-size:15px">${name}</h3>
<p style="margin:0;white-space:pre-wrap">${value}</p>
</#if></#macro>
<!DOCTYPE html>
<html lang="en">
<head><meta charset="UTF-8"><meta name="viewport" content="width=device-width"><title>${incident.title!""}</title></head>
<body style="margin:0;font-family:Arial,Helvetica,sans-serif;font-size:14px;color:#222">
<table role="presentation" width="100%" cellpadding="0" cellspacing="0">
<tr><td bgcolor="${colour}" style="background:${colour};color:#fff;padding:16px 24px">
<div style="font-size:12px;letter-spacing:1px">${resolved?then("RESOLVED", (incident.severity!"info")?upper_case)}</div>
<div dir="auto" style="font-size:20px;font-weight:bold">${incident.title!""}</div>
</td></tr>
<tr><td style="padding:16px 24px">
<#list alerts as alert>
<#assign labels = alert.labels!{}, notes = alert.annotations!{}>
<#if alerts?size gt 1><h2 dir="auto" style="font-size:16px">${alert.title!""}</h2></#if>
<table role="presentation" cellpadding="0" cellspacing="0">
<@row name="Status" value=incident.status!""/>
<@row name="Severity" value=incident.severity!""/>
<@row name="Started" value=alert.startsAt!""/>
<@row name="Ended" value=alert.endsAt!""/>
<@row name="Source" value=alert.source!""/>
<@row name="Affected" value=labels.service!labels.pipeline!labels.instance!labels.host!""/>
<@row name="Value" value=alert.value!""/>
<@row name="Threshold" value=alert.threshold!""/>
</table>
<div dir="auto">
<@section name="Description" value=alert.description!""/>
<@section name="Impact" value=notes.impact!""/>
<@section name="Root cause" value=notes.root_cause!""/>
<@section name="Resolution" value=notes.resolution!""/>
</div>
<#if (alert.links![])?has_content>
<h3 style="margin:20px 0 4px;font-size:15px">Links</h3>
<ul style="margin:0;padding-left:20px">
<#list alert.links as link><li><a href="${link.href}" rel="noreferrer">${link.text!link.href}</a></li>
</#list></ul>
</#if>
<#else>
<table role="presentation" cellpadding="0" cellspacing="0">
<@row name="Status" value=incident.status!""/>
<@row name="Severity" value=incident.severity!""/>
<@row name="Opened" value=incident.openedAt!""/>
</table>
</#list>
<p style="margin:24px 0 0;font-size:12px;color:#777">Incident ${incident.id!""}, rule ${incident.rule!""}. Sent by ${(m.hub.name)!"Tocsin"}<#if (m.hub.url)?has_content>, ${m.hub.url}</#if>.</p>
</td></tr>
</table>
</body>
</html>

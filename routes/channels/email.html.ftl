<#ftl output_format="HTML">
<#-- Tables and inline styles for Outlook and Gmail; the style sheet adds dark mode and phone width where it is understood. -->
<#assign view = body.view>
<#macro lines text><#list text?split("\n") as line>${line}<#sep><br></#list></#macro>
<!DOCTYPE html>
<html lang="${(body.recipient.language)!"en"}">
<head>
<meta charset="UTF-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="supported-color-schemes" content="light dark">
<title>${view.summary}</title>
<style>
:root { color-scheme: light dark; supported-color-schemes: light dark; }
@media (prefers-color-scheme: dark) {
  .page { background: #121417 !important; }
  .card { background: #1d2125 !important; border-color: #363c42 !important; }
  .text, .text td, .text p, .text h2 { color: #e6e8ea !important; }
  .text .name { color: #a9b1b8 !important; }
  .text a { color: #8ab4f8 !important; }
}
@media (max-width: 620px) {
  .card { width: 100% !important; border-radius: 0 !important; }
  .fact { display: block !important; width: 100% !important; box-sizing: border-box; padding: 0 !important; }
  .fact.value { padding: 0 0 10px !important; }
}
</style>
</head>
<body class="page" style="margin:0;padding:0;background:#f2f4f6">
<div style="display:none;max-height:0;overflow:hidden">${view.short}</div>
<table role="presentation" class="page" width="100%" cellpadding="0" cellspacing="0" border="0" style="background:#f2f4f6">
<tr><td align="center" style="padding:16px 0">
<table role="presentation" class="card" width="600" cellpadding="0" cellspacing="0" border="0" style="width:600px;max-width:100%;background:#ffffff;border:1px solid #dde1e5;border-radius:6px;font-family:Arial,Helvetica,sans-serif;font-size:15px;line-height:1.45;color:#1f2328">
<tr><td bgcolor="${view.colour}" style="background:${view.colour};color:#ffffff;padding:16px 24px">
<div style="font-size:13px;font-weight:bold;letter-spacing:1px;color:#ffffff">${view.word}</div>
<div dir="auto" style="font-size:20px;line-height:1.3;font-weight:bold;color:#ffffff;word-break:break-word"><#if view.link?has_content><a href="${view.link}" rel="noreferrer" style="color:#ffffff;text-decoration:underline">${view.title}</a><#else>${view.title}</#if></div>
</td></tr>
<tr><td class="text" style="padding:16px 24px;color:#1f2328">
<#list view.facts>
<table role="presentation" cellpadding="0" cellspacing="0" border="0" style="width:100%">
<#items as fact>
<tr><td class="fact name" width="130" valign="top" style="padding:4px 16px 4px 0;color:#59636e">${fact.name}</td><td class="fact value" dir="auto" valign="top" style="padding:4px 0;word-break:break-word">${fact.value}</td></tr>
</#items>
</table>
</#list>
<#list view.texts as text>
<#if text.name?has_content><h2 style="margin:20px 0 4px;font-size:15px">${text.name}</h2></#if>
<p dir="auto" style="margin:0;word-break:break-word;white-space:pre-wrap"><@lines text=text.text/></p>
</#list>
<#list view.more>
<ul style="margin:16px 0 0;padding-left:20px">
<#items as line>
<li dir="auto" style="margin:4px 0;word-break:break-word">${line}</li>
</#items>
</ul>
</#list>
<#list view.links>
<p style="margin:20px 0 0">
<#items as link>
<a href="${link.href}" rel="noreferrer" style="display:inline-block;margin:0 16px 8px 0;<#if link.href == view.answer>padding:12px 20px;border-radius:6px;background:#0b57d0;color:#ffffff !important;font-weight:bold;text-decoration:none<#else>color:#0b57d0</#if>">${link.text}</a>
</#items>
</p>
</#list>
<p class="name" style="margin:24px 0 0;font-size:12px;color:#59636e"><#if view.footer?has_content>${view.footer}. </#if>${view.sender}<#if (body.hub.url)?has_content>, ${body.hub.url}</#if>.</p>
</td></tr>
</table>
</td></tr>
</table>
</body>
</html>

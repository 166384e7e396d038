<#ftl output_format="plainText">
<#assign view = body.view>
${view.summary}

<#list view.facts as fact>
${fact.name}: ${fact.value}
</#list>
<#list view.texts as text>

<#if text.name?has_content>${text.name}
</#if>${text.text}
</#list>
<#list view.more>

<#items as line>
- ${line}
</#items>
</#list>
<#list view.links>

<#items as link>
- ${link.text}: ${link.href}
</#items>
</#list>

-- 
<#if view.footer?has_content>${view.footer}. </#if>${view.sender}<#if (body.hub.url)?has_content>, ${body.hub.url}</#if>.

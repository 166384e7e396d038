package io.tocsin.channel;

import java.util.List;
import java.util.stream.Stream;

/** What a sender could write to be evaluated, to call somebody, or to look like something else, in every medium's own code. */
final class HostileTexts {

    private HostileTexts() {}

    /** Short texts of one line, which a reader should see as they are. */
    static Stream<String> lines() {
        return Stream.of(
                "${body} ${header.x} ${exchangeProperty.x} ${bean:foo} ${sys.user.home} ${env:HOME} ${variable.receiver}",
                "{{hub.routes}} {{env:HOME}} {{?no.such}} {{no.such.property}}",
                "<#assign x = 1>${x} <#include \"/etc/passwd\"> ${\"freemarker.template.utility.Execute\"?new()(\"id\")}",
                "[#assign x=1] #{1} ${.data_model} </#list> ${body?api.class}",
                "\\(input) \\(env.HOME) | env | $ENV",
                "<!channel> <!here> <!everyone> <@U012345> <#C012345> <!subteam^S012> <https://evil.example|click>",
                "Port 22:100:443 open on my_app_worker *now* `x` ~y~ :fire: :+1: fe80::a:b at 10:00:20, *.log and _total_",
                "@here @channel @everyone *bold* _it_ `code` ~x~ > quote & more",
                "<@123456> <@&123> <#123> <t:1700000000:R> <:smile:123> ||spoiler|| **bold** __under__ ~~gone~~",
                "[click](https://evil.example) ![x](https://evil.example/x.png) ```code``` # heading | a | b |",
                "<at>everyone</at> {{DATE(2017-02-14T06:08:39Z, SHORT)}} <users/all> @all @username /start /kick#1",
                "<u>x</u> <tg-spoiler>x</tg-spoiler> <a href=\"https://evil.example\">click</a> [user](tg://user?id=1)",
                "[~accountid:1] {code} h1. heading !image.png! [[link]] {color:red}x{color}",
                "<script>alert(1)</script><img src=x onerror=alert(1)> \"><svg/onload=alert(1)> ' onmouseover='x",
                "&lt;script&gt; &amp;amp; &#x3c;b&#x3e;",
                "${jndi:ldap://127.0.0.1:1/x} %d{yyyy} %n %s {} %X{secret}",
                "إنذار حرج ــ עברית",
                "🔥💥👩‍👩‍👧‍👦 Zürich",
                "'; DROP TABLE deliveries; -- \" \\ / \\u0000");
    }

    /** Units that are too much when repeated: a cut falls next to them or within them. */
    static List<String> units() {
        return List.of("x", "&<>", "line\n", "🔥", "👩‍👩‍👧‍👦", "*_`~", "@all ", "\\\"", "- a\n# b\n");
    }

    /** Characters that no reader may get: controls, overrides of the reading direction, line breaks for a header. */
    static final String UNREADABLE = "a\u0000b\u0007c\u001b[31md\u202ee\u2066f\u2028g\r\nBcc: eve@evil.example\ti";
}

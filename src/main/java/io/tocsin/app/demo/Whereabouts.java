package io.tocsin.app.demo;

import java.nio.file.Path;

/** Says where the demo's parts are, and what to try with them. */
final class Whereabouts {

    private final Demo demo;

    Whereabouts(Demo demo) {
        this.demo = demo;
    }

    void print(Screen screen) {
        screen.heading("Tocsin demo: all of this runs in one process, on this machine only");
        screen.part(
                "hub", demo.hub().address(), "data in " + near(demo.settings().data()) + demo.whyThisPort());
        screen.part("queue", demo.queue().endpoint(), "stand-in for AWS SQS (ElasticMQ, in memory), part of the demo");
        screen.part(
                "mail", "127.0.0.1:" + demo.mailPort(), "stand-in for an SMTP server (GreenMail), part of the demo");
        screen.part("chat", demo.chatAddress(), "stand-in for Slack, part of the demo: open it to see what was posted");
        screen.part("flaky", demo.flakyAddress(), "a receiver that fails on request, part of the demo");
    }

    void printNext(Screen screen) {
        String address = demo.hub().address();
        String token = near(demo.tokenFile()).toString();
        screen.heading("The hub stays up at " + address + " until Ctrl-C. What the sinks get is printed below.");
        screen.line("   Admin token, readable by you only:  " + token);
        screen.line("   Log of the hub:                     "
                + near(demo.settings().data().resolve("hub.log")));
        String environment = "HUB_PORT=" + demo.hub().address().replaceAll(".*:", "") + " HUB_DATA="
                + near(demo.settings().data()) + " ";
        next(screen, "An event of your own:", """
                curl -H "Authorization: Bearer $(cat %s)" -H "Content-Type: application/json" \\
                  -d '{"title": "My first event", "severity": "high"}' %s/v1/events/shop""".formatted(token, address));
        next(screen, "A file:", environment + "./hub send demo/events/alertmanager.json --source alertmanager");
        next(screen, "What came of an event, and why:", environment + "./hub trace <id from the answer>");
        next(screen, "What the hub gave up on:", environment + "./hub dead-letters list");
        next(
                screen,
                "Make a receiver fail, and fix it:",
                "curl -X POST " + demo.flakyAddress() + "/fail\ncurl -X POST " + demo.flakyAddress() + "/fix");
        next(screen, "Change who is notified: a saved change applies within a second.", "edit demo/rules/demo.yaml");
        next(screen, "What the sinks got, mail included:", demo.chatAddress());
        screen.line("");
    }

    private static void next(Screen screen, String what, String how) {
        screen.line("\n   " + what + "\n" + how.indent(5).stripTrailing());
    }

    /** A path as one would type it from here. */
    private static Path near(Path path) {
        Path here = Path.of("").toAbsolutePath();
        Path absolute = path.toAbsolutePath().normalize();
        return absolute.startsWith(here) ? here.relativize(absolute) : absolute;
    }
}

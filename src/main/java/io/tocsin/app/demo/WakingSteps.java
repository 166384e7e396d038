package io.tocsin.app.demo;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/** The third part of the tour: somebody is woken, then somebody else, until somebody answers. */
final class WakingSteps {

    private static final String SOURCE = "payments";
    private static final String RULE = "demo-payments";
    private static final String TITLE = "Payments fail";
    private static final Pattern LINK = Pattern.compile("https?://[^\\s\"<>]+/a/[A-Za-z0-9_-]+");

    private final Samples samples;

    WakingSteps(Samples samples) {
        this.samples = samples;
    }

    List<Step> steps() {
        return List.of(new Step(
                "Nobody answers who is on call, so somebody else is woken, and acknowledges by the link in the mail",
                this::wake));
    }

    private void wake(Stage stage) throws MissingException {
        String event = stage.post(SOURCE, samples.shop(TITLE), UUID.randomUUID().toString(), "accepted");
        String incident = stage.incidentOf(event, RULE);
        stage.heard(ChatSink.RECEIVER, incident, "the message about " + incident);
        woken(stage, "demo-ann", "ann@demo.example");
        Receipt mail = woken(stage, "demo-ben", "ben@demo.example");
        stage.screen().fact("why", "demo-on-call", "nobody has answered within a second");
        String link = MailSink.link(mail, LINK)
                .orElseThrow(() -> new MissingException("the mail to ben@demo.example has no link to answer by"));
        answer(stage, incident, link);
    }

    private static Receipt woken(Stage stage, String who, String address) throws MissingException {
        Receipt mail = stage.mail(address, TITLE);
        stage.screen().fact("woken", who, mail.headline());
        return mail;
    }

    private static void answer(Stage stage, String incident, String link) throws MissingException {
        HubClient hub = stage.demo().client();
        hub.follow(link);
        Optional<String> tooEarly = stage.demo().traces().acknowledgedBy(incident);
        if (tooEarly.isPresent()) {
            throw new MissingException("following a link acknowledged " + incident + ", by " + tooEarly.get());
        }
        stage.screen().fact("link", "GET /a/...", "200, and nothing is done: mail scanners follow links, too");
        stage.clear();
        hub.press(link, "acknowledge");
        String by = stage.patience().await("the acknowledgement of " + incident, () -> stage.demo()
                .traces()
                .acknowledgedBy(incident));
        stage.screen().fact("button", "POST /a/...", "acknowledged by " + by + ": nobody else is woken");
        stage.heard(ChatSink.RECEIVER, incident, "the message that somebody acknowledged " + incident);
    }
}

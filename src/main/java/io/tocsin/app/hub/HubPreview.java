package io.tocsin.app.hub;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tocsin.app.preview.CannotPreviewException;
import io.tocsin.app.preview.PreviewMessages;
import io.tocsin.app.preview.RenderOrder;
import io.tocsin.app.preview.Rendered;
import io.tocsin.app.preview.RuleAlerts;
import io.tocsin.app.preview.SendText;
import io.tocsin.app.preview.TestOutcome;
import io.tocsin.channel.http.ReadHttpAnswer;
import io.tocsin.check.CamelParts;
import io.tocsin.check.ChannelTrial;
import io.tocsin.check.Channels;
import io.tocsin.check.Rendition;
import io.tocsin.model.delivery.Judge;
import io.tocsin.model.delivery.Reason;
import io.tocsin.model.mapping.MappingSamples;
import io.tocsin.model.mapping.Mappings;
import io.tocsin.model.mapping.Payload;
import io.tocsin.model.notice.NoticeKind;
import io.tocsin.model.rule.Rules;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.apache.camel.Exchange;

/** A hub's files put together as far as one channel needs them: no port is opened, and no store. */
public final class HubPreview {
    private final HubSettings settings;
    private final InstantSource clock;
    private final Mappings mappings;
    private final Rules rules;
    private final Channels channels;

    /**
     * Reads the files.
     *
     * @throws io.tocsin.files.InvalidFileException if one of them is wrong
     */
    public HubPreview(HubSettings settings, InstantSource clock) {
        this.settings = settings;
        this.clock = clock;
        RouteData data = RouteData.read(settings);
        this.mappings = data.mappings().current();
        this.rules = data.rules().current();
        CamelParts parts = HubCheck.parts(settings, () -> mappings, () -> rules);
        this.channels = new Channels(settings.routes(), parts);
    }

    /**
     * What a file would be if a source had received it now.
     *
     * @param source the source of a file that says none in a side file
     * @throws io.tocsin.files.InvalidFileException if it cannot be read
     */
    public Payload payload(Path file, String source) {
        Payload sample = new MappingSamples(mappings).payload(file, source);
        return new Payload(sample.content(), sample.source(), sample.headers(), clock.instant());
    }

    /**
     * As {@link #payload(Path, String)}, of what is in no file.
     *
     * @throws CannotPreviewException if it is no JSON
     */
    public Payload payload(byte[] content, String source) {
        try {
            return new Payload(new ObjectMapper().readTree(content), source, clock.instant());
        } catch (IOException broken) {
            throw new CannotPreviewException("The payload is not JSON: " + broken.getMessage());
        }
    }

    /**
     * What a channel would send for a payload: one entry for each incident that the alerts make to which the rule applies, or one for
     * all where the order asks for a digest or a test message.
     *
     * @throws CannotPreviewException if there is nothing to show
     * @throws io.tocsin.files.InvalidFileException if the channel cannot be made
     */
    public List<Rendered> render(RenderOrder order, Payload payload) {
        RuleAlerts matched = RuleAlerts.of(mappings, rules, payload, order.rule());
        try (ChannelTrial trial = trial(order)) {
            PreviewMessages messages =
                    messages(trial, order.receiver().orElse("preview"), trial.trialAddress(), order.audience());
            return all(messages, matched, order.kind()).stream()
                    .map(message -> rendered(trial, message))
                    .toList();
        }
    }

    private static List<ObjectNode> all(PreviewMessages messages, RuleAlerts matched, Optional<NoticeKind> kind) {
        return switch (kind.orElse(NoticeKind.OPENED)) {
            case DIGEST -> List.of(messages.digest(messages.of(matched, Optional.empty())));
            case TEST -> List.of(messages.test());
            case OPENED, UPDATED, ACKNOWLEDGED, ESCALATED, REMINDER, RESOLVED -> messages.of(matched, kind);
        };
    }

    /**
     * Sends one test message through a receiver's own route; nothing is stored.
     *
     * @param receiver its name
     * @param address where it goes instead of the receiver's own destination; empty for that one
     * @throws CannotPreviewException if neither says where to
     * @throws io.tocsin.files.InvalidFileException if there is no such receiver, or it cannot be made
     */
    public TestOutcome test(String receiver, String address) {
        try (ChannelTrial trial = channels.sendingReceiver(receiver)) {
            trial.emptyDestination().filter(any -> address.isEmpty()).ifPresent(parameter -> {
                throw new CannotPreviewException("Receiver `" + receiver
                        + "` has no address of its own: give --address," + " or set `" + parameter + "` in its file.");
            });
            ObjectNode message =
                    messages(trial, receiver, address, Optional.empty()).test();
            long began = System.nanoTime();
            Exchange answer = trial.send(message);
            Duration took = Duration.ofNanos(System.nanoTime() - began);
            return new TestOutcome(
                    trial.channel(),
                    Optional.ofNullable(answer.getException()).map(new Judge(clock)::judge),
                    Reason.of(answer.getVariable(ReadHttpAnswer.ANSWER, String.class)),
                    took);
        }
    }

    private ChannelTrial trial(RenderOrder order) {
        if (order.receiver().isEmpty()) {
            return channels.channel(order.channel().orElseThrow());
        }
        return channels.receiver(order.receiver().get());
    }

    private PreviewMessages messages(ChannelTrial trial, String receiver, String address, Optional<String> audience) {
        String url = settings.text(Setting.URL);
        return new PreviewMessages(
                new PreviewMessages.HubName(
                        settings.text(Setting.NAME),
                        url.isEmpty()
                                ? "http://" + settings.text(Setting.HOST) + ":" + settings.text(Setting.PORT)
                                : url,
                        url.isEmpty() ? Duration.ZERO : settings.duration(Setting.ANSWER_LINKS)),
                new PreviewMessages.Reader(
                        audience.orElseGet(() -> trial.parameter("audience")),
                        trial.parameter("language"),
                        trial.parameter("timeZone")),
                receiver,
                address,
                clock.instant());
    }

    private static Rendered rendered(ChannelTrial trial, ObjectNode message) {
        Rendition rendition = trial.render(message);
        rendition.fault().ifPresent(fault -> {
            throw new CannotPreviewException("Channel `" + trial.channel() + "` cannot make a message of it: "
                    + Reason.of(root(fault).getMessage())
                    + "\nFix its jq or template, or what the receiver's file gives it.");
        });
        return new Rendered(
                rendition.sent().stream()
                        .map(send -> new Rendered.Send(SendText.head(send), SendText.body(send)))
                        .toList(),
                trial.violations(rendition).stream().map(Object::toString).toList());
    }

    private static Throwable root(Throwable thrown) {
        Throwable root = thrown;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root;
    }
}

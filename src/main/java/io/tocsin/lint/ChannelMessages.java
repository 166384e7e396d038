package io.tocsin.lint;

import io.tocsin.check.Finding;
import io.tocsin.check.InvalidFileException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.camel.Exchange;

/**
 * Renders each channel's message for a set of sample messages, and holds it against the provider's limits. What runs is
 * the template itself, up to the step that sends.
 */
final class ChannelMessages {
    private final RouteFiles files;
    private final CamelParts parts;
    private final Set<String> faulty;

    /** @param faulty the names of files in which something was found already, which are left out */
    ChannelMessages(RouteFiles files, CamelParts parts, Set<String> faulty) {
        this.files = files;
        this.parts = parts;
        this.faulty = faulty;
    }

    List<Finding> check() {
        List<Finding> findings = new ArrayList<>();
        try (TrialContext context = new TrialContext(parts)) {
            for (RouteFile file : files.files()) {
                for (RouteText template : file.templates()) {
                    if (!faulty.contains(file.name())
                            && template.source().scheme().equals("outbox")) {
                        findings.addAll(check(context, template));
                    }
                }
            }
        } catch (Exception unexpected) {
            throw new IllegalStateException("the check itself failed: " + unexpected, unexpected);
        }
        return findings;
    }

    private List<Finding> check(TrialContext context, RouteText template) throws Exception {
        Optional<ChannelLimits> limits;
        try {
            limits = ChannelLimits.of(files, template);
        } catch (InvalidFileException invalid) {
            return invalid.findings();
        }
        DetachedRoute route = DetachedRoute.rendering(template);
        String door = "direct:" + TrialValues.receiver(template);
        context.load(template.id(), route.entry());
        try {
            context.make(template.id(), TrialValues.of(template));
        } catch (Exception untried) {
            return List.of(); // TrialRoutes has told it
        }
        for (var sample : SampleMessages.all().entrySet()) {
            Exchange rendered = context.run(door, sample.getValue());
            List<Finding> findings = faults(template, limits, sample.getKey(), rendered);
            if (!findings.isEmpty()) {
                return findings;
            }
        }
        return List.of();
    }

    private List<Finding> faults(RouteText template, Optional<ChannelLimits> limits, String sample, Exchange rendered) {
        Rendition rendition = Rendition.of(rendered);
        if (rendition.fault().isPresent()) {
            return List.of(new MessageFault(files, template, sample)
                    .finding(rendition.fault().get()));
        }
        if (rendition.sent().stream().allMatch(TrialSend::saysNothing)) {
            return List.of(template.head()
                    .finding(
                            "an empty message of channel `" + template.id() + "` for " + sample,
                            "a message",
                            "look at the jq or template file that it names"));
        }
        return limits.stream()
                .flatMap(limit ->
                        limit.check(rendition.sent()).stream().map(violation -> limit.finding(violation, sample)))
                .toList();
    }
}

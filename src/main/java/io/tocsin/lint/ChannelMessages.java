package io.tocsin.lint;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tocsin.check.Finding;
import io.tocsin.check.InvalidFileException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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

    /**
     * A channel that messages can be put into.
     *
     * @param template its route
     * @param limits what its provider takes, where a file says so
     * @param door where messages go in
     */
    private record Trial(RouteText template, Optional<ChannelLimits> limits, String door) {}

    List<Finding> check() {
        List<Finding> findings = new ArrayList<>();
        try (TrialContext context = new TrialContext(parts)) {
            List<Trial> trials = new ArrayList<>();
            for (RouteFile file : files.files()) {
                for (RouteText template : file.templates()) {
                    if (!faulty.contains(file.name())
                            && template.source().scheme().equals("outbox")) {
                        prepare(context, template, findings).ifPresent(trials::add);
                    }
                }
            }
            Map<String, ObjectNode> samples = SampleMessages.all();
            trials.parallelStream()
                    .map(trial -> render(context, trial, samples))
                    .toList()
                    .forEach(findings::addAll);
        } catch (Exception unexpected) {
            throw new IllegalStateException("the check itself failed: " + unexpected, unexpected);
        }
        return findings;
    }

    private Optional<Trial> prepare(TrialContext context, RouteText template, List<Finding> findings) throws Exception {
        Optional<ChannelLimits> limits;
        try {
            limits = ChannelLimits.of(files, template);
        } catch (InvalidFileException invalid) {
            findings.addAll(invalid.findings());
            return Optional.empty();
        }
        context.load(template.id(), DetachedRoute.rendering(template).entry());
        try {
            context.make(template.id(), TrialValues.of(template));
        } catch (Exception untried) {
            return Optional.empty(); // TrialRoutes has told it
        }
        return Optional.of(new Trial(template, limits, "direct:" + TrialValues.receiver(template)));
    }

    private List<Finding> render(TrialContext context, Trial trial, Map<String, ObjectNode> samples) {
        return samples.entrySet().stream()
                .map(sample -> faults(trial, sample.getKey(), context.run(trial.door, sample.getValue())))
                .filter(found -> !found.isEmpty())
                .findFirst()
                .orElse(List.of());
    }

    private List<Finding> faults(Trial trial, String sample, Exchange rendered) {
        Rendition rendition = Rendition.of(rendered);
        if (rendition.fault().isPresent()) {
            return List.of(new MessageFault(files, trial.template, sample)
                    .finding(rendition.fault().get()));
        }
        if (rendition.sent().stream().allMatch(TrialSend::saysNothing)) {
            return List.of(trial.template
                    .head()
                    .finding(
                            "an empty message of channel `" + trial.template.id() + "` for " + sample,
                            "a message",
                            "look at the jq or template file that it names"));
        }
        return trial.limits.stream()
                .flatMap(limit ->
                        limit.check(rendition.sent()).stream().map(violation -> limit.finding(violation, sample)))
                .toList();
    }
}

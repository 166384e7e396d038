package io.tocsin.check;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tocsin.files.Finding;
import io.tocsin.files.InvalidFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
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
     * @param chosen the file that a receiver names in place of the template's default; empty for the template by itself
     * @param limits what its provider takes, where a file says so
     * @param door where messages go in
     */
    private record Trial(
            RouteText template, Optional<ChosenFile> chosen, Optional<ChannelLimits> limits, String door) {}

    /** Every channel's, and that of each receiver that names a file of its own. */
    List<Finding> check() {
        return check(template -> true, chosen -> true);
    }

    /** Those of the receivers of one file that name a file of their own; milliseconds where none does. */
    List<Finding> check(Path only) {
        Predicate<ChosenFile> isThere =
                chosen -> Path.of(chosen.place().yaml().file()).equals(only);
        return check(template -> ChosenFile.of(files, template).stream().anyMatch(isThere), isThere);
    }

    private List<Finding> check(Predicate<RouteText> wanted, Predicate<ChosenFile> named) {
        List<Finding> findings = new ArrayList<>();
        try (TrialContext context = new TrialContext(parts)) {
            List<Trial> trials = new ArrayList<>();
            for (RouteFile file : files.files()) {
                for (RouteText template : file.templates()) {
                    if (!faulty.contains(file.name()) && template.isChannel() && wanted.test(template)) {
                        trials.addAll(prepare(context, template, named, findings));
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

    private List<Trial> prepare(
            TrialContext context, RouteText template, Predicate<ChosenFile> named, List<Finding> findings)
            throws Exception {
        Optional<ChannelLimits> limits;
        try {
            limits = ChannelLimits.of(files, template);
        } catch (InvalidFileException invalid) {
            findings.addAll(invalid.findings());
            return List.of();
        }
        context.load(template.id(), DetachedRoute.rendering(template).entry());
        List<Trial> trials = new ArrayList<>();
        String name = TrialValues.receiver(template);
        if (made(context, template, name, TrialValues.of(template))) {
            trials.add(new Trial(template, Optional.empty(), limits, "direct:" + name));
        }
        // A receiver whose values are all for the provider sends what its channel sends: only a file of its own can
        // differ.
        for (ChosenFile chosen : ChosenFile.of(files, template)) {
            String own = "trial-" + trials.size() + "-" + template.id();
            if (named.test(chosen)
                    && !faulty.contains(chosen.place().yaml().file())
                    && made(context, template, own, TrialValues.of(template, chosen.instance(), own))) {
                trials.add(new Trial(template, Optional.of(chosen), limits, "direct:" + own));
            }
        }
        return trials;
    }

    private static boolean made(TrialContext context, RouteText template, String name, Map<String, Object> values) {
        try {
            context.make(template.id(), name, values);
            return true;
        } catch (Exception untried) {
            return false; // TrialRoutes has told it
        }
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
            return List.of(new MessageFault(files, trial.template, trial.chosen, sample)
                    .finding(rendition.fault().get()));
        }
        if (rendition.sent().stream().allMatch(TrialSend::saysNothing)) {
            return List.of(trial.chosen
                    .map(ChosenFile::place)
                    .orElseGet(trial.template::head)
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

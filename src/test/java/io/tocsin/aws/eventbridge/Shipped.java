package io.tocsin.aws.eventbridge;

import io.tocsin.model.alert.Severity;
import io.tocsin.model.mapping.JqLimits;
import io.tocsin.model.mapping.MappingFiles;
import io.tocsin.model.mapping.Mappings;
import io.tocsin.model.pattern.EventPattern;
import io.tocsin.model.recipient.Recipients;
import io.tocsin.model.recipient.Target;
import io.tocsin.model.rule.Rule;
import io.tocsin.model.rule.Rules;
import io.tocsin.model.rule.Timing;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The shipped mappings, and rules of a test's own. */
final class Shipped {
    private Shipped() {}

    static Mappings mappings() {
        return new MappingFiles(Path.of("routes/sources"), Severity.MEDIUM, JqLimits.DEFAULT).load();
    }

    static Rule rule(String name, String when, String... receivers) {
        return new Rule(
                name,
                "",
                true,
                EventPattern.compile(when),
                Optional.empty(),
                Set.of(),
                Optional.empty(),
                Stream.of(receivers).<Target>map(Target.Receiver::new).toList(),
                false,
                Duration.ofMinutes(5),
                true,
                Timing.AT_ONCE,
                Optional.empty(),
                new Rule.Origin("rules.yaml", 1, 1));
    }

    static Rules rules(String... patterns) {
        return new Rules(
                java.util.Arrays.stream(patterns)
                        .map(when -> rule("rule-" + Integer.toHexString(when.hashCode()), when, "ops"))
                        .toList(),
                Recipients.none(),
                "v");
    }
}

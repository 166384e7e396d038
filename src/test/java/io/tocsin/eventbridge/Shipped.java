package io.tocsin.eventbridge;

import io.tocsin.alert.Severity;
import io.tocsin.mapping.JqLimits;
import io.tocsin.mapping.MappingFiles;
import io.tocsin.mapping.Mappings;
import io.tocsin.pattern.EventPattern;
import io.tocsin.recipient.Recipients;
import io.tocsin.recipient.Target;
import io.tocsin.rule.Rule;
import io.tocsin.rule.Rules;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
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
                Stream.of(receivers).<Target>map(Target.Receiver::new).toList(),
                false,
                Duration.ofMinutes(5),
                true,
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

package io.tocsin.model.recipient;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.tocsin.model.alert.Severity;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class TargetJsonTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void anArrayOfNamesIsReceiversAsTheFirstStoresKeptThem() throws IOException {
        assertThat(read("[\"ops\", \"mail\"]"))
                .containsExactly(new Target.Receiver("ops"), new Target.Receiver("mail"));
        assertThat(TargetJson.write(List.of(new Target.Receiver("ops"))).toString())
                .isEqualTo("[\"ops\"]");
    }

    @Test
    void peopleAreReadAsARuleWritesThem() throws IOException {
        assertThat(read("""
                        ["chat", {"people": {"names": ["ann"], "teams": ["platform"], "audience": "executive",
                                             "via": {"critical": ["voice", "sms"], "low": [], "default": ["email"]}}}]
                        """))
                .containsExactly(
                        new Target.Receiver("chat"),
                        new Target.People(
                                List.of("ann"),
                                List.of("platform"),
                                Optional.of(Audience.EXECUTIVE),
                                new Via(
                                        Map.of(Severity.CRITICAL, List.of("voice", "sms"), Severity.LOW, List.of()),
                                        List.of("email"))));
    }

    @Property
    void whatIsWrittenIsReadAgain(@ForAll("anyTargets") List<Target> targets) throws IOException {
        assertThat(read(TargetJson.write(targets).toString())).isEqualTo(targets);
    }

    private static List<Target> read(String json) throws IOException {
        return TargetJson.read(JSON.readTree(json));
    }

    @Provide
    Arbitrary<List<Target>> anyTargets() {
        Arbitrary<String> word = Arbitraries.strings().ofMinLength(1).ofMaxLength(8);
        Arbitrary<List<String>> words = word.list().ofMaxSize(3);
        Arbitrary<Via> via = Combinators.combine(
                        Arbitraries.maps(Arbitraries.of(Severity.class), words).ofMaxSize(3), words)
                .as(Via::new);
        Arbitrary<Target> people = Combinators.combine(
                        words, words, Arbitraries.of(Audience.class).optional(), via)
                .as(Target.People::new);
        Arbitrary<Target> receiver = word.map(Target.Receiver::new);
        return Arbitraries.oneOf(receiver, people).list().ofMaxSize(4);
    }
}

package io.tocsin.net.problem;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ProblemTest {

    @Test
    void aProblemIsTheFewMembersThatRfc9457Names() {
        assertThat(text(Problem.of(404, "Not found", "")))
                .isEqualTo("{\"type\":\"about:blank\",\"title\":\"Not found\",\"status\":404}");
        assertThat(text(Problem.typed("id-reused", 422, "Used", "say \"why\"\n")))
                .isEqualTo("{\"type\":\"urn:tocsin:problem:id-reused\",\"title\":\"Used\",\"status\":422,"
                        + "\"detail\":\"say \\\"why\\\"\\n\"}");
    }

    @Test
    void aFaultOfOursIsToldByItsReferenceOnly() {
        assertThat(text(Problem.internal("abc"))).contains("\"instance\":\"urn:uuid:abc\"", "\"status\":500");
    }

    private static String text(Problem problem) {
        return new String(problem.json(), StandardCharsets.UTF_8);
    }
}

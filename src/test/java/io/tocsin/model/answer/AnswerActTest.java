package io.tocsin.model.answer;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tocsin.model.incident.Incident;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import net.thisptr.jackson.jq.BuiltinFunctionLoader;
import net.thisptr.jackson.jq.JsonQuery;
import net.thisptr.jackson.jq.Scope;
import net.thisptr.jackson.jq.Versions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is offered, and that buttons of messages offer the same. */
class AnswerActTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    @ParameterizedTest
    @CsvSource({
        "open, '', acknowledge resolve silence",
        "open, running, acknowledge resolve silence escalate",
        "open, unanswered, acknowledge resolve silence escalate",
        "open, answered, acknowledge resolve silence",
        "acknowledged, '', resolve silence unacknowledge",
        "acknowledged, answered, resolve silence unacknowledge",
        "acknowledged, running, resolve silence unacknowledge",
        "resolved, '', ''",
        "resolved, unanswered, ''"
    })
    void buttonsOfMessagesOfferWhatThereIsToDo(String status, String escalation, String acts) throws IOException {
        List<String> expected =
                Arrays.stream(acts.split(" ")).filter(act -> !act.isEmpty()).toList();
        boolean escalates = List.of("running", "unanswered").contains(escalation);
        Incident.Status now = Incident.Status.ofWord(status).orElseThrow();
        assertThat(Arrays.stream(AnswerAct.values())
                        .filter(act -> act != AnswerAct.COMMENT && act.isOffered(now, false, escalates))
                        .map(AnswerAct::word)
                        .toList())
                .isEqualTo(expected);
        assertThat(offered(status, escalation)).isEqualTo(expected);
    }

    private static List<String> offered(String status, String escalation) throws IOException {
        Scope scope = Scope.newEmptyScope();
        BuiltinFunctionLoader.getInstance().loadFunctions(Versions.JQ_1_7, scope);
        ObjectNode message = JSON.createObjectNode();
        message.putObject("view").put("audience", "technical");
        message.putObject("notice").put("kind", "updated");
        ObjectNode incident = message.putObject("incident").put("id", "inc_1").put("status", status);
        if (!escalation.isEmpty()) {
            incident.putArray("escalations").addObject().put("state", escalation);
        }
        String module = Files.readString(Path.of("routes/channels/answer-buttons.jq"));
        List<String> offered = new ArrayList<>();
        JsonQuery.compile(module + "\noffered[]", Versions.JQ_1_7)
                .apply(scope, message, (JsonNode act) -> offered.add(act.asText()));
        return offered;
    }
}

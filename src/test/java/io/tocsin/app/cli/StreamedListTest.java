package io.tocsin.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class StreamedListTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void yamlAndJsonSayTheSameHoweverManyEntriesThereAre() throws IOException {
        for (int entries = 0; entries < 3; entries++) {
            for (String more : new String[] {"{}", "{\"figures\": {\"events\": 3, \"of\": [1]}}"}) {
                ObjectNode beside = (ObjectNode) JSON.readTree(more);
                JsonNode json = JSON.readTree(written(false, entries, beside));
                assertThat(new YAMLMapper().readTree(written(true, entries, beside)))
                        .isEqualTo(json);
                assertThat(json.path("lines")).hasSize(entries);
                assertThat(json.size()).isEqualTo(1 + beside.size());
            }
        }
    }

    private static String written(boolean yaml, int entries, ObjectNode beside) {
        StringWriter out = new StringWriter();
        StreamedList list = new StreamedList(new PrintWriter(out), yaml, "lines");
        for (int i = 0; i < entries; i++) {
            ObjectNode entry = JSON.createObjectNode()
                    .put("text", "- no: \"list\"\u202e\n#")
                    .put("number", i);
            entry.putObject("inner").putArray("list").add(i).add("x");
            list.add(entry);
        }
        list.end(beside);
        return out.toString();
    }
}

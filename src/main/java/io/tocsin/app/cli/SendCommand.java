package io.tocsin.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ./hub send FILE}: posts events to a running hub. */
@Command(
        name = "send",
        description = "Post a file of events to a running hub.",
        mixinStandardHelpOptions = true,
        footer = {
            "./hub send demo/events/shop.json --source shop",
            "./hub send - --source ci --key build-4711 < event.json"
        })
final class SendCommand implements Callable<Integer> {

    @Parameters(paramLabel = "FILE", description = "JSON: one event or a list of them; - for standard input.")
    private Path file;

    @Option(
            names = "--source",
            paramLabel = "NAME",
            defaultValue = "cli",
            description = "Its source (${DEFAULT-VALUE}).")
    private String source;

    @Option(
            names = "--type",
            paramLabel = "MEDIA-TYPE",
            defaultValue = "application/json",
            description = "What the file is (${DEFAULT-VALUE}); application/cloudevents+json for a CloudEvent.")
    private String type;

    @Option(names = "--key", paramLabel = "KEY", description = "An Idempotency-Key: the same again is a duplicate.")
    private String key;

    @Mixin
    private DataOptions hub;

    @Override
    public Integer call() {
        Map<String, String> headers = key == null ? Map.of() : Map.of("Idempotency-Key", key);
        JsonNode answer = hub.client().post("/v1/events/" + HubClient.encode(source), type, read(), headers);
        hub.print(answer, out -> print(answer, out));
        return 0;
    }

    private static void print(JsonNode answer, PrintWriter out) {
        List<JsonNode> events = answer.isArray() ? answer.findParents("id") : List.of(answer);
        events.forEach(event -> out.println(
                event.path("id").asText() + " " + event.path("status").asText()));
        events.stream()
                .findFirst()
                .ifPresent(event -> out.println(
                        "what became of it: ./hub trace " + event.path("id").asText()));
    }

    private byte[] read() {
        try {
            return file.toString().equals("-") ? hub.surroundings().in().readAllBytes() : Files.readAllBytes(file);
        } catch (IOException e) {
            throw new CommandException(file + " cannot be read");
        }
    }
}

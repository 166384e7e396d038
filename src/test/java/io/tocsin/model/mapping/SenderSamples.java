package io.tocsin.model.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tocsin.model.alert.Alert;
import io.tocsin.model.alert.Severity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The samples of the senders that docs/senders.md tells of, and the mappings that are shipped. */
final class SenderSamples {
    static final Mappings MAPPINGS =
            new MappingFiles(Path.of("routes/sources"), Severity.MEDIUM, JqLimits.DEFAULT).load();

    private static final List<String> SENDERS = List.of(
            "alertmanager",
            "datadog",
            "github",
            "gitlab",
            "grafana",
            "jenkins",
            "newrelic",
            "pagerduty",
            "prometheus",
            "sentry",
            "uptime-kuma",
            "uptimerobot",
            "zabbix");
    private static final Path FOLDER = Path.of("routes/sources");

    private SenderSamples() {}

    /** The files of all senders. */
    static List<Path> files() throws IOException {
        List<Path> samples = new ArrayList<>();
        for (String sender : SENDERS) {
            samples.addAll(files(sender));
        }
        return samples;
    }

    /** The files of one. */
    static List<Path> files(String sender) throws IOException {
        try (Stream<Path> files = Files.walk(FOLDER.resolve(sender).resolve("samples"))) {
            return files.filter(path -> path.toString().endsWith(".json")
                            && !path.toString().endsWith(".expected.json"))
                    .toList();
        }
    }

    /** A sample as it arrives, with its header fields. */
    static Payload payload(Path sample) throws IOException {
        AboutSample about = AboutSample.beside(sample);
        String source = about.source().orElse(MappingSamples.SOURCE);
        JsonNode content = new ObjectMapper().readTree(Files.readString(sample));
        return new Payload(content, source, about.headers(), MappingSamples.RECEIVED_AT);
    }

    /** The first alert of the sample {@code <sender>/samples/<mapping>/<name>}. */
    static Alert alert(String sample) throws IOException {
        return alerts(payload(FOLDER.resolve(sample + ".json"))).get(0);
    }

    /** The alerts of a payload that a mapping takes. */
    static List<Alert> alerts(Payload payload) {
        return ((MapResult.Mapped) MAPPINGS.map(payload)).alerts();
    }
}

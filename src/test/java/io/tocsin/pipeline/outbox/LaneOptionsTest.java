package io.tocsin.pipeline.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tocsin.model.receiver.LaneOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Where a receiver's lane takes its options from. The routes are made and not started. */
class LaneOptionsTest {

    private static final String CHANNEL = """
            - routeTemplate:
                id: pager
                parameters:
                  - { name: receiver, required: true }
                  - { name: to, defaultValue: "ann@example.net" }
                  - { name: rate, defaultValue: "5" }
                route:
                  from:
                    uri: "outbox:{{receiver}}"
                    parameters:
                      burst: "7"
                    steps:
                      - setBody: { constant: "sent" }
            """;

    private final Properties properties = new Properties();
    private final DefaultCamelContext context = new DefaultCamelContext(false);

    @BeforeEach
    void begin() {
        context.getPropertiesComponent().setInitialProperties(properties);
        context.build();
    }

    @AfterEach
    void close() throws Exception {
        context.close();
    }

    @Test
    void aParameterThatNoTemplateDeclaresIsAnOptionOfTheLane() throws Exception {
        LaneOptions ops = made("ops", "concurrency: 9", "retryFor: 48h", "language: de");

        assertThat(ops.concurrency()).isEqualTo(9);
        assertThat(ops.schedule().retryFor()).isEqualTo(Duration.ofHours(48));
        assertThat(ops.nobody().get("language").asText()).isEqualTo("de");
        assertThat(ops.nobody().get("timeZone").asText()).isEqualTo("UTC");
    }

    @Test
    void theReceiversFileCountsBeforeItsPropertyAndThatBeforeItsChannelAndThatBeforeWhatCountsForAll()
            throws Exception {
        properties.setProperty("lane.rate", "1");
        properties.setProperty("lane.digestAbove", "30");
        properties.setProperty("receiver.one.rate", "2");
        properties.setProperty("receiver.two.rate", "3");
        properties.setProperty("receiver.two.digestAbove", " 40 ");

        assertThat(made("one", "rate: 4").limits().credential().rate()).isEqualTo(4);
        LaneOptions two = made("two");
        assertThat(two.limits().credential().rate()).isEqualTo(3);
        assertThat(two.digestAbove()).isEqualTo(40);
        LaneOptions three = made("three");
        assertThat(three.limits().credential().rate()).isEqualTo(5);
        assertThat(three.digestAbove()).isEqualTo(30);
    }

    @Test
    void theRouteItselfCountsBeforeAll() throws Exception {
        properties.setProperty("receiver.ops.burst", "9");

        assertThat(made("ops", "burst: 8").limits().credential().burst()).isEqualTo(7);
    }

    @Test
    void aParameterWithTheNameOfAnOptionOfTheChannelMeansSomethingElse() throws Exception {
        assertThat(made("ops").to()).isEmpty();
    }

    @Test
    void aValueMayStandOutsideOfTheFile() throws Exception {
        properties.setProperty("pace", "11");
        properties.setProperty("lane.fallback", "{{standby}}");
        properties.setProperty("standby", "mail");

        LaneOptions ops = made("ops", "concurrency: \"{{pace}}\"");

        assertThat(ops.concurrency()).isEqualTo(11);
        assertThat(ops.fallback()).isEqualTo("mail");
    }

    @Test
    void aPropertyThatNamesWhatIsNotThereIsAnErrorAndNoDefault() {
        properties.setProperty("lane.retryFor", "{{env:NOT_SET_ANYWHERE}}");

        assertThatThrownBy(() -> made("ops")).hasStackTraceContaining("NOT_SET_ANYWHERE");
    }

    @Test
    void theFallbackOfAllHasNone() throws Exception {
        properties.setProperty("lane.fallback", "mail");

        assertThat(made("ops").fallback()).isEqualTo("mail");
        assertThat(made("mail").fallback()).isEmpty();
    }

    @Test
    void aWrongValueIsRefusedWhereverItStands() {
        assertThatThrownBy(() -> made("ops", "retryFor: soon"))
                .hasRootCauseMessage(
                        "outbox:ops: retryFor is soon; expected a number and one of ms, s, m, h, d, such as 10m");
        properties.setProperty("lane.timeZone", "Mars");
        assertThatThrownBy(() -> made("qa"))
                .hasRootCauseMessage("outbox:qa: timeZone is Mars; expected a time zone, such as Europe/Berlin");
    }

    /** A route that sends to it may be made first, and Camel takes two endpoints of one URI for one. */
    @Test
    void whoeverAsksFirstForTheEndpointGetsTheReceiversOwn() throws Exception {
        String channel = CHANNEL.replace("burst: \"7\"", "{}");
        List<RouteDefinition> routes = load(channel.replace("parameters:\n          {}", ""), "ops", "concurrency: 9");

        OutboxEndpoint asked = context.getEndpoint("outbox:ops", OutboxEndpoint.class);
        context.startRouteDefinitions(routes);

        assertThat(asked.options().concurrency()).isEqualTo(9);
        assertThat(lane("ops")).isEqualTo(asked.options());
    }

    /** The parameters of one receiver are none of another that its route names. */
    @Test
    void anotherReceiversParametersAreNotTaken() throws Exception {
        String channel = CHANNEL.replace("- setBody:", "- to: { uri: \"outbox:mail\" }\n          - setBody:");
        context.startRouteDefinitions(load(channel, "ops", "concurrency: 9"));

        assertThat(lane("mail").concurrency()).isEqualTo(4);
        assertThat(lane("ops").concurrency()).isEqualTo(9);
    }

    @Test
    void anotherPartOfTheRouteTakesAnOptionByItsName() throws Exception {
        properties.setProperty("receiver.ops.openFor", "2m");
        String channel = CHANNEL.replace(
                "- setBody:",
                "- to: { uri: \"outbox:log?to={{lane:concurrency}}, {{lane:openFor}}\" }\n          - setBody:");
        context.startRouteDefinitions(load(channel, "ops", "concurrency: 9"));

        assertThat(lane("log").to()).isEqualTo("9, 2m");
    }

    @Test
    void anOptionOfThatNameThatThereIsNotIsRefused() {
        assertThatThrownBy(() -> context.resolvePropertyPlaceholders("{{lane:colour}}"))
                .hasStackTraceContaining("`colour` is no option of a lane; expected one of concurrency, rate,");
    }

    @Test
    void everyDefaultIsOfItsForm() {
        for (LaneOption option : LaneOption.values()) {
            assertThat(option.fault(option.byDefault())).as(option.option()).isEmpty();
        }
    }

    private LaneOptions made(String receiver, String... parameters) throws Exception {
        context.startRouteDefinitions(load(CHANNEL, receiver, parameters));
        return lane(receiver);
    }

    private LaneOptions lane(String receiver) {
        return context.getEndpoints().stream()
                .filter(OutboxEndpoint.class::isInstance)
                .map(OutboxEndpoint.class::cast)
                .filter(endpoint -> endpoint.receiver().equals(receiver))
                .map(OutboxEndpoint::options)
                .findFirst()
                .orElseThrow();
    }

    private List<RouteDefinition> load(String channel, String receiver, String... parameters) throws Exception {
        List<RouteDefinition> before = new ArrayList<>(context.getRouteDefinitions());
        StringBuilder yaml = new StringBuilder();
        if (context.getRouteTemplateDefinitions().isEmpty()) {
            yaml.append(channel);
        }
        yaml.append("- templatedRoute:\n    routeTemplateRef: pager\n    routeId: ")
                .append(receiver)
                .append("\n    parameters:\n      - { name: receiver, value: ")
                .append(receiver)
                .append(" }\n");
        for (String parameter : parameters) {
            String[] pair = parameter.split(": ", 2);
            yaml.append("      - { name: %s, value: %s }\n".formatted(pair[0], pair[1]));
        }
        PluginHelper.getRoutesLoader(context)
                .loadRoutes(ResourceHelper.fromString(receiver + ".camel.yaml", yaml.toString()));
        return context.getRouteDefinitions().stream()
                .filter(route -> !before.contains(route))
                .toList();
    }
}

package io.tocsin.app.hub;

import io.tocsin.aws.access.AssumedRole;
import io.tocsin.aws.access.AwsAccess;
import io.tocsin.aws.access.Identity;
import io.tocsin.aws.access.QueueName;
import io.tocsin.aws.eventbridge.ProvisionOrder;
import io.tocsin.aws.eventbridge.Provisioning;
import io.tocsin.aws.eventbridge.ProvisioningException;
import io.tocsin.files.InvalidFileException;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** EventBridge brought up to date from a hub's files: by the command, or at a start where the settings say so. */
public final class HubProvisioning {
    private static final Logger LOG = LoggerFactory.getLogger(HubProvisioning.class);

    private HubProvisioning() {}

    /**
     * Reads the rules and mappings and does it; no hub need run.
     *
     * @return what there is to tell, a line each
     * @throws InvalidFileException if a file that a user edits is wrong
     * @throws ProvisioningException if EventBridge refuses something
     */
    public static List<String> run(HubSettings settings, ProvisionOrder order, boolean dryRun) {
        RouteData data = RouteData.read(settings);
        CamelContext context = new DefaultCamelContext();
        context.start();
        try {
            return provisioning(data, order).run(context, dryRun);
        } finally {
            context.stop();
        }
    }

    /** The region that the settings say, else the queue's. */
    public static String region(HubSettings settings) {
        String said = settings.text(Setting.EVENTBRIDGE_REGION);
        return said.isBlank()
                ? QueueName.of(settings.text(Setting.EVENTBRIDGE_QUEUE))
                        .region()
                        .orElse("us-east-1")
                : said;
    }

    /** The order that the settings say, with that access. @throws IllegalArgumentException if a part is wrong */
    public static ProvisionOrder order(HubSettings settings, AwsAccess access) {
        String name = settings.text(Setting.EVENTBRIDGE_NAME);
        return new ProvisionOrder(
                name.isBlank() ? settings.text(Setting.NAME) : name,
                settings.text(Setting.EVENTBRIDGE_BUS),
                settings.text(Setting.EVENTBRIDGE_QUEUE),
                access);
    }

    /** At a start that is told to: a failure is a line in the log, because what AWS sends already comes without it. */
    static void atStart(HubSettings settings, RouteData data, CamelContext context) {
        try {
            AwsAccess access = new AwsAccess(
                    region(settings),
                    Optional.of(settings.text(Setting.EVENTBRIDGE_ENDPOINT))
                            .filter(url -> !url.isBlank())
                            .map(URI::create),
                    Identity.of("", "", "", settings.text(Setting.EVENTBRIDGE_PROFILE)),
                    AssumedRole.of(
                            settings.text(Setting.EVENTBRIDGE_ROLE),
                            settings.text(Setting.EVENTBRIDGE_EXTERNAL_ID),
                            "",
                            ""));
            provisioning(data, order(settings, access)).run(context, false).forEach(line -> LOG.info("{}", line));
        } catch (ProvisioningException | IllegalArgumentException refused) {
            LOG.warn("EventBridge is not brought up to date: {}", refused.getMessage());
        } catch (RuntimeException failed) {
            LOG.error("EventBridge is not brought up to date", failed);
        }
    }

    private static Provisioning provisioning(RouteData data, ProvisionOrder order) {
        return new Provisioning(data.rules().current(), data.mappings().current(), order);
    }
}

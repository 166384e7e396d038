package io.tocsin.app.demo;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.tocsin.app.hub.CannotStartException;
import io.tocsin.app.hub.Hub;
import io.tocsin.app.hub.HubSettings;
import io.tocsin.app.hub.Setting;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.UUID;
import org.apache.camel.support.CamelContextHelper;

/** A hub and its stand-ins, all in this process and on loopback. */
public final class Demo implements AutoCloseable {

    private static final int SECRET_BYTES = 32;

    private final HubSettings users;
    private final HubSettings settings;
    private final Path home;
    private final Receipts receipts = new Receipts();
    private final FlakySink flaky = new FlakySink(receipts);
    private final QueueServer queue;
    private final MailSink mail;
    private final SinkServer sinks;
    private final String chatAddress;
    private final String flakyAddress;
    private final Hub hub;
    private final HubClient client;

    private Demo(HubSettings users, Path home) {
        this.users = users;
        this.home = home;
        HubSettings own = DemoSettings.of(users, home); // before anything starts: it refuses a port that is taken
        queue = QueueServer.start();
        mail = MailSink.start(receipts);
        sinks = SinkServer.start();
        String secret = secret();
        chatAddress = sinks.serve("/chat", new ChatSink(receipts));
        flakyAddress = sinks.serve("/flaky", flaky);
        settings = own.withProperty("demo.queue.name", QueueServer.NAME)
                .withProperty("demo.queue.url", queue.url())
                .withProperty("demo.queue.endpoint", queue.endpoint())
                .withProperty("demo.mail.port", Integer.toString(mail.port()))
                .withProperty("demo.chat", chatAddress)
                .withProperty("demo.ops", sinks.serve("/ops", new OpsSink(receipts, secret)))
                .withProperty("demo.ops.secret", secret)
                .withProperty("demo.flaky", flakyAddress);
        try {
            hub = Hub.start(settings, InstantSource.system());
            client = new HubClient(hub.address(), token(tokenFile()));
        } catch (RuntimeException e) {
            closeParts();
            throw e;
        }
    }

    /**
     * Starts everything.
     *
     * @param users the settings as for {@code ./hub run}; the demo keeps its data in a folder {@code demo} of its data folder
     * @param home the folder that holds {@code demo/}, and that relative paths in settings start from
     * @throws CannotStartException if something is in the way that one line can tell
     * @throws io.tocsin.net.server.CannotListenException if the port that the user chose is taken; then nothing was started
     * @throws io.tocsin.files.InvalidFileException if a file that a user edits is wrong
     */
    public static Demo start(HubSettings users, Path home) {
        return new Demo(users, home);
    }

    /**
     * Sends sample events through the hub's doors and prints what comes of each, as it happens.
     *
     * @param out where to print
     * @param colours whether that is a terminal with colours
     * @param patience how long a step waits for what must come
     * @return whether everything arrived
     */
    public boolean tour(PrintWriter out, boolean colours, Duration patience) {
        Screen screen = new Screen(out, colours);
        new Whereabouts(this).print(screen);
        Samples samples = new Samples(home.resolve("demo").resolve("events"), UUID.randomUUID(), Instant.now());
        return new Tour(samples).run(new Stage(this, screen, new Patience(patience)));
    }

    /** Prints what to try next, and from now on whatever the sinks get. */
    public void stay(PrintWriter out, boolean colours) {
        Screen screen = new Screen(out, colours);
        new Whereabouts(this).printNext(screen);
        receipts.watch(receipt -> screen.fact(
                receipt.isTaken() ? "got" : "failed",
                receipt.receiver(),
                receipt.answer() + "  " + receipt.headline()));
    }

    /** Stops the hub first, then what stood in for the rest of the world. */
    @Override
    public void close() {
        hub.close();
        closeParts();
    }

    private void closeParts() {
        sinks.close();
        mail.close();
        queue.close();
    }

    HubSettings settings() {
        return settings;
    }

    Hub hub() {
        return hub;
    }

    HubClient client() {
        return client;
    }

    QueueServer queue() {
        return queue;
    }

    FlakySink flaky() {
        return flaky;
    }

    Receipts receipts() {
        return receipts;
    }

    /** Says it where the hub is not at the port that was asked for. */
    String whyThisPort() {
        String wanted = users.text(Setting.PORT);
        return wanted.equals("0") || wanted.equals(settings.text(Setting.PORT))
                ? ""
                : "; port " + wanted + " is in use";
    }

    int mailPort() {
        return mail.port();
    }

    String chatAddress() {
        return chatAddress;
    }

    String flakyAddress() {
        return flakyAddress;
    }

    TraceReader traces() {
        return new TraceReader(hub.store());
    }

    Path tokenFile() {
        return settings.data().resolve("admin-token");
    }

    /** How the breaker of this name stands. */
    CircuitBreaker.State breaker(String name) {
        return CamelContextHelper.findSingleByType(hub.camel(), CircuitBreakerRegistry.class)
                .find(name)
                .map(CircuitBreaker::getState)
                .orElse(CircuitBreaker.State.DISABLED);
    }

    private static String token(Path file) {
        try {
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw new CannotStartException("The admin token in " + file + " cannot be read", e);
        }
    }

    private static String secret() {
        byte[] key = new byte[SECRET_BYTES];
        new SecureRandom().nextBytes(key);
        return "whsec_" + Base64.getEncoder().encodeToString(key);
    }
}

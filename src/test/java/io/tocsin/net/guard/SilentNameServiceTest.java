package io.tocsin.net.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import io.tocsin.model.delivery.Failure;
import io.tocsin.model.delivery.FailureClass;
import io.tocsin.model.delivery.Judge;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A name service that never answers holds no sender. */
@Timeout(60)
class SilentNameServiceTest {
    private static final Duration LIMIT = Duration.ofMillis(300);

    private final CountDownLatch answer = new CountDownLatch(1);
    private final AtomicInteger asked = new AtomicInteger();

    /** Names below {@code .silent} are never answered. */
    private final NameService names = host -> {
        asked.incrementAndGet();
        if (host.endsWith(".silent")) {
            uninterruptibly(answer);
        }
        if (host.endsWith(".unknown")) {
            throw new UnknownHostException(host + ": no such name");
        }
        return new InetAddress[] {InetAddress.getByAddress(host, new byte[] {127, 0, 0, 2})};
    };

    @AfterEach
    void letThreadsEnd() {
        answer.countDown();
    }

    @Test
    void aSendToSuchANameFailsInTimeAsNotSentAndOthersGoThrough() throws Exception {
        HttpServer server = HttpServer.create(new InetSocketAddress("127.0.0.2", 0), 0);
        server.createContext("/", exchange -> {
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
        server.start();
        try (DefaultCamelContext context = new DefaultCamelContext()) {
            context.getRegistry()
                    .bind(
                            "http",
                            new GuardedHttp(
                                    AddressGuard.allowing("127.0.0.2"),
                                    new Lookups(names, LIMIT),
                                    new Deadlines(),
                                    new SendLoops()));
            context.start();
            String port = ":" + server.getAddress().getPort() + "/";

            List<CompletableFuture<Exchange>> hanging = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                hanging.add(CompletableFuture.supplyAsync(() -> send(context, "http://provider.silent" + port)));
            }
            assertThat(send(context, "http://provider.example" + port).getException())
                    .isNull();
            for (CompletableFuture<Exchange> each : hanging) {
                Failure failure =
                        new Judge(InstantSource.system()).judge(each.get().getException());
                assertThat(failure.failureClass()).isEqualTo(FailureClass.TRANSIENT);
                assertThat(failure.reason())
                        .contains("the name service gave no answer for provider.silent within 300 ms");
            }
        } finally {
            server.stop(0);
        }
    }

    @Test
    void whoAsksForTheSameNameMeanwhileWaitsForTheSameLookup() throws Exception {
        Lookups lookups = new Lookups(names, Duration.ofSeconds(20));
        List<InetAddress> found = new CopyOnWriteArrayList<>();
        List<Thread> both = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            Thread asking = new Thread(() -> found.addAll(ask(lookups)));
            asking.start();
            both.add(asking);
            await().until(() -> asking.getState() == Thread.State.TIMED_WAITING);
        }
        assertThat(asked).hasValue(1);
        answer.countDown();
        for (Thread each : both) {
            each.join();
        }

        assertThat(found).extracting(InetAddress::getHostAddress).containsExactly("127.0.0.2", "127.0.0.2");
        assertThat(ask(lookups)).hasSize(1);
        assertThat(asked).hasValue(2);
    }

    @Test
    void whatIsUnknownIsSaidAtOnceAndALiteralIsAskedOfNobodyElse() throws Exception {
        Lookups lookups = new Lookups(names, LIMIT);

        assertThatThrownBy(() -> lookups.resolve("no.unknown"))
                .isInstanceOf(UnknownHostException.class)
                .hasMessage("no.unknown: no such name");
        assertThat(new Lookups().resolve("127.0.0.3")).containsExactly(InetAddress.getByName("127.0.0.3"));
    }

    private static Exchange send(DefaultCamelContext context, String url) {
        return context.createFluentProducerTemplate().to(url).withBody("{}").request(Exchange.class);
    }

    private static List<InetAddress> ask(Lookups lookups) {
        try {
            return List.of(lookups.resolve("one.silent"));
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e);
        }
    }

    /** As the operating system waits: an interrupt changes nothing. */
    private static void uninterruptibly(CountDownLatch latch) {
        while (latch.getCount() > 0) {
            try {
                latch.await();
            } catch (InterruptedException ignored) {
                // the lookup goes on
            }
        }
    }
}

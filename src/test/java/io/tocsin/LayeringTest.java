package io.tocsin;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleNameEndingWith;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_USE_FIELD_INJECTION;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_USE_JAVA_UTIL_LOGGING;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.tocsin.event.StoreUnavailableException;
import io.tocsin.pattern.EventPatternLanguage;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Which package may know which. From the inside out: the nouns know nothing; store and lane know no room; the rooms know
 * nouns, store and lane; the hub puts them together; the command line starts the hub; the demo is the command line's.
 * Class files are the same whatever JDK reads them: once is enough.
 */
@Tag("slow")
class LayeringTest {

    private static final String[] NOUNS = packages(
            "alert",
            "check",
            "delivery",
            "event",
            "incident",
            "mapping",
            "notice",
            "pattern",
            "problem",
            "proof",
            "recipient",
            "rule",
            "span");
    private static final String[] ROOMS =
            packages("corridor", "deadletter", "decide", "inbox", "ledger", "listing", "outbox", "seen", "trace");
    private static final String[] OUTSIDE =
            packages("api", "cli", "demo", "http", "hub", "lint", "queue", "sns", "source");
    private static final String[] MACHINERY = {"org.apache.camel..", "java.sql..", "org.jdbi..", "io.vertx.."};

    private static final JavaClasses TOCSIN = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.tocsin");

    @Test
    void nounsKnowOnlyNouns() {
        noClasses()
                .that(resideInAnyPackage(NOUNS))
                .should()
                .dependOnClassesThat(resideInAPackage("io.tocsin..").and(not(resideInAnyPackage(NOUNS))))
                .check(TOCSIN);
    }

    /** Witnesses read the exceptions of Camel's clients; the pattern language is how a route asks for a pattern. */
    @Test
    void nounsDoWithoutMachineryButForTheWitnessesAndThePatternLanguage() {
        DescribedPredicate<JavaClass> witnesses =
                resideInAPackage("io.tocsin.delivery").and(simpleNameEndingWith("Witness"));
        noClasses()
                .that(resideInAnyPackage(NOUNS).and(not(witnesses)))
                .and()
                .doNotBelongToAnyOf(EventPatternLanguage.class)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(MACHINERY)
                .check(TOCSIN);
    }

    @Test
    void storeKnowsNoRoomAndOfTheNounsOnlyWhatItThrows() {
        noClasses()
                .that(resideInAPackage("io.tocsin.store"))
                .should()
                .dependOnClassesThat(resideInAPackage("io.tocsin..")
                        .and(not(resideInAPackage("io.tocsin.store")))
                        .and(not(JavaClass.Predicates.type(StoreUnavailableException.class))))
                .check(TOCSIN);
    }

    @Test
    void lanesAndSeenAlertsKnowNobody() {
        for (String alone : packages("lane", "seen")) {
            noClasses()
                    .that(resideInAPackage(alone))
                    .should()
                    .dependOnClassesThat(resideInAPackage("io.tocsin..").and(not(resideInAPackage(alone))))
                    .check(TOCSIN);
        }
    }

    @Test
    void roomsDoNotKnowWhoPutsThemTogether() {
        noClasses()
                .that(resideInAnyPackage(ROOMS))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(OUTSIDE)
                .check(TOCSIN);
    }

    @Test
    void doorsAndChannelsKnowNoRoomAndNoStore() {
        noClasses()
                .that(resideInAnyPackage(packages("channel", "http", "proof", "protocol", "source")))
                .should()
                .dependOnClassesThat(resideInAnyPackage(ROOMS)
                        .or(resideInAnyPackage(packages("api", "cli", "demo", "hub", "lint", "store"))))
                .check(TOCSIN);
    }

    @Test
    void onlyTheCommandLineAndTheDemoStartAHub() {
        noClasses()
                .that(resideInAPackage("io.tocsin..").and(not(resideInAnyPackage(packages("cli", "demo", "hub")))))
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.tocsin.hub")
                .check(TOCSIN);
    }

    @Test
    void onlyTheCommandLineStartsTheDemo() {
        noClasses()
                .that(not(resideInAnyPackage(packages("cli", "demo"))))
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.tocsin.demo")
                .check(TOCSIN);
    }

    @Test
    void nobodyKnowsTheCommandLine() {
        noClasses()
                .that(not(resideInAPackage("io.tocsin.cli")))
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.tocsin.cli")
                .check(TOCSIN);
    }

    @Test
    void onlyDoorsAndTheApiSpeakVertx() {
        noClasses()
                .that(not(resideInAnyPackage(packages("api", "http", "source"))))
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.vertx..")
                .check(TOCSIN);
    }

    @Test
    void theApiSpeaksNoSql() {
        noClasses()
                .that(resideInAnyPackage(packages("api", "cli", "corridor", "decide", "http", "lint", "source")))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.sql..", "org.jdbi..")
                .check(TOCSIN);
    }

    @Test
    void noPackagesGoInCircles() {
        slices().matching("io.tocsin.(*)..").should().beFreeOfCycles().check(TOCSIN);
    }

    @Test
    void packagesAreNouns() {
        noClasses()
                .should()
                .resideInAnyPackage("..util..", "..utils..", "..common..", "..manager..", "..helper..", "..impl..")
                .check(TOCSIN);
    }

    @Test
    void onlyTheCommandLineAndTheDemoWriteToTheTerminal() {
        noClasses()
                .that(not(resideInAnyPackage(packages("cli", "demo"))))
                .should(ACCESS_STANDARD_STREAMS)
                .check(TOCSIN);
    }

    @Test
    void logsGoThroughSlf4j() {
        NO_CLASSES_SHOULD_USE_JAVA_UTIL_LOGGING.check(TOCSIN);
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.apache.logging..", "org.apache.commons.logging..")
                .check(TOCSIN);
    }

    @Test
    void nobodySleeps() {
        noClasses()
                .should()
                .callMethod(Thread.class, "sleep", long.class)
                .orShould()
                .callMethod(Thread.class, "sleep", long.class, int.class)
                .check(TOCSIN);
    }

    @Test
    void partsAreGivenToConstructors() {
        NO_CLASSES_SHOULD_USE_FIELD_INJECTION.check(TOCSIN);
    }

    @Test
    void thereIsNoStaticState() {
        fields().that().areStatic().should().beFinal().check(TOCSIN);
    }

    /** Only who is outermost asks the machine for the time; everybody else is given a clock. */
    @Test
    void theTimeIsGiven() {
        noClasses()
                .that(not(resideInAnyPackage(packages("cli", "demo"))))
                .should()
                .callMethod(Instant.class, "now")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(Clock.class, "systemUTC")
                .check(TOCSIN);
    }

    private static String[] packages(String... names) {
        return Arrays.stream(names).map("io.tocsin."::concat).toArray(String[]::new);
    }
}

package io.tocsin;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleName;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleNameEndingWith;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
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
import io.tocsin.model.event.StoreUnavailableException;
import io.tocsin.model.pattern.EventPatternLanguage;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Which package may know which: ten roots, each of which knows only what stands below it, so that a new package is in a
 * layer the day it is made (docs/decisions/0035-ten-roots.md). Class files are the same whatever JDK reads them: once is
 * enough.
 */
@Tag("slow")
class LayeringTest {

    /** From the top down: each may know what stands below it. */
    private static final List<String> ROOTS =
            List.of("app", "pipeline", "check", "channel", "source", "store", "net", "aws", "model", "files");

    private static final String[] MACHINERY = {"org.apache.camel..", "java.sql..", "org.jdbi..", "io.vertx.."};

    private static final JavaClasses TOCSIN = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.tocsin");

    @Test
    void everyPackageIsUnderARoot() {
        classes().should().resideInAnyPackage(within(ROOTS)).check(TOCSIN);
    }

    @Test
    void aRootKnowsOnlyWhatStandsBelowIt() {
        for (int i = 0; i < ROOTS.size(); i++) {
            noClasses()
                    .that(resideInAPackage(within(ROOTS.get(i))))
                    .should()
                    .dependOnClassesThat(resideInAnyPackage(within(ROOTS.subList(0, i))))
                    .allowEmptyShould(true)
                    .check(TOCSIN);
        }
    }

    /** Witnesses read the exceptions of Camel's clients; the pattern language is how a route asks for a pattern. */
    @Test
    void nounsDoWithoutMachineryButForTheWitnessesAndThePatternLanguage() {
        DescribedPredicate<JavaClass> witnesses =
                resideInAPackage(within("model.delivery")).and(simpleNameEndingWith("Witness"));
        noClasses()
                .that(resideInAPackage(within("model")).and(not(witnesses)))
                .and()
                .doNotBelongToAnyOf(EventPatternLanguage.class)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(MACHINERY)
                .check(TOCSIN);
    }

    @Test
    void storeKnowsOfTheNounsOnlyWhatItThrows() {
        noClasses()
                .that(resideInAPackage(within("store.sql")))
                .should()
                .dependOnClassesThat(resideInAPackage(within("model"))
                        .and(not(JavaClass.Predicates.type(StoreUnavailableException.class))))
                .check(TOCSIN);
    }

    @Test
    void lanesKnowTheStoreAloneAndSeenAlertsNobody() {
        noClasses()
                .that(resideInAPackage(within("store.lane")))
                .should()
                .dependOnClassesThat(
                        resideInAPackage("io.tocsin..").and(not(resideInAnyPackage(within("store.lane", "store.sql")))))
                .check(TOCSIN);
        noClasses()
                .that(resideInAPackage(within("pipeline.seen")))
                .should()
                .dependOnClassesThat(
                        resideInAPackage("io.tocsin..").and(not(resideInAPackage(within("pipeline.seen")))))
                .check(TOCSIN);
    }

    /** What a command does to a queue's own dead letters is written to the audit. */
    @Test
    void sourcesAndChannelsKnowNoStore() {
        noClasses()
                .that(resideInAnyPackage(within("channel", "source")).and(not(simpleName("QueueDeadLetters"))))
                .should()
                .dependOnClassesThat()
                .resideInAPackage(within("store"))
                .check(TOCSIN);
    }

    @Test
    void onlyTheCommandLineAndTheDemoStartAHub() {
        noClasses()
                .that(not(resideInAnyPackage(within("app.cli", "app.demo", "app.hub"))))
                .should()
                .dependOnClassesThat()
                .resideInAPackage(within("app.hub"))
                .check(TOCSIN);
    }

    @Test
    void onlyTheCommandLineStartsTheDemo() {
        noClasses()
                .that(not(resideInAnyPackage(within("app.cli", "app.demo"))))
                .should()
                .dependOnClassesThat()
                .resideInAPackage(within("app.demo"))
                .check(TOCSIN);
    }

    @Test
    void nobodyKnowsTheCommandLine() {
        noClasses()
                .that(not(resideInAPackage(within("app.cli"))))
                .should()
                .dependOnClassesThat()
                .resideInAPackage(within("app.cli"))
                .check(TOCSIN);
    }

    @Test
    void onlyDoorsAndTheApiSpeakVertx() {
        noClasses()
                .that(not(resideInAnyPackage(within("app.api", "net.server", "source"))))
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.vertx..")
                .check(TOCSIN);
    }

    @Test
    void theApiSpeaksNoSql() {
        noClasses()
                .that(resideInAnyPackage(
                        within("app.api", "app.cli", "store.corridor", "pipeline.decide", "net", "check", "source")))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.sql..", "org.jdbi..")
                .check(TOCSIN);
    }

    @Test
    void noPackagesGoInCircles() {
        slices().matching("io.tocsin.(*)..").should().beFreeOfCycles().check(TOCSIN);
        slices().matching("io.tocsin.(*).(*)..").should().beFreeOfCycles().check(TOCSIN);
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
                .that(not(resideInAnyPackage(within("app.cli", "app.demo"))))
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
                .that(not(resideInAnyPackage(within("app.cli", "app.demo"))))
                .should()
                .callMethod(Instant.class, "now")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(Clock.class, "systemUTC")
                .check(TOCSIN);
    }

    private static String within(String packageName) {
        return "io.tocsin." + packageName + "..";
    }

    private static String[] within(String... packageNames) {
        return within(List.of(packageNames));
    }

    private static String[] within(List<String> packageNames) {
        return packageNames.stream().map(LayeringTest::within).toArray(String[]::new);
    }
}

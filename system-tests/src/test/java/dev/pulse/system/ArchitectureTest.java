package dev.pulse.system;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The rules of the house (design sections 10 and 11), held against the compiled classes. */
class ArchitectureTest {
    private static final String[] SERVICES = {"ingest", "verifier", "lifecycle", "marketplace", "agent"};

    private static JavaClasses pulse;

    @BeforeAll
    static void readClasses() {
        pulse = new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                // Test classes of other modules, once those are packaged.
                .withImportOption(location -> !location.contains("-tests.jar!"))
                .importPackages("dev.pulse");
    }

    @Test
    void domain_is_plain_java() {
        classes()
                .that()
                .resideInAPackage("dev.pulse.domain..")
                .and()
                .resideOutsideOfPackage("dev.pulse.domain.curve")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("java..", "dev.pulse.domain..")
                .check(pulse);
        // The one package that computes in vectors (docs/decisions/0007-own-ed25519-verify.md).
        classes()
                .that()
                .resideInAPackage("dev.pulse.domain.curve")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("java..", "dev.pulse.domain..", "jdk.incubator.vector")
                .check(pulse);
    }

    @Test
    void dependencies_point_inward() {
        noClasses()
                .that()
                .resideInAPackage("dev.pulse.schemas..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("dev.pulse.streams..", "org.apache.kafka.streams..", "io.dropwizard..")
                .check(pulse);
        noClasses()
                .that()
                .resideInAPackage("dev.pulse.ledger..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("dev.pulse.schemas..", "org.apache.kafka..", "io.dropwizard..")
                .check(pulse);
        noClasses()
                .that()
                .resideInAPackage("dev.pulse.telemetry..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("dev.pulse.streams..", "dev.pulse.domain..", "org.apache.kafka.streams..")
                .check(pulse);
        // A rule is not watched from inside: what it answers with is counted by whoever asked.
        noClasses()
                .that()
                .resideInAnyPackage("dev.pulse.domain..", "dev.pulse.schemas..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("dev.pulse.telemetry..", "io.micrometer..", "io.prometheus..")
                .check(pulse);
        // Everybody asks the ledger by its wire; where it is a development ledger, nobody knows.
        noClasses()
                .that()
                .resideOutsideOfPackages("dev.pulse.standalone..", "dev.pulse.ledger.devnet..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("dev.pulse.ledger.devnet..")
                .check(pulse);
        noClasses()
                .that()
                .resideOutsideOfPackages("dev.pulse.standalone..", "dev.pulse.system..", "dev.pulse.benchmarks..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("dev.pulse.standalone..")
                .check(pulse);
    }

    @Test
    void services_never_depend_on_each_other() {
        for (String service : SERVICES) {
            for (String other : SERVICES) {
                if (!service.equals(other)) {
                    noClasses()
                            .that()
                            .resideInAPackage("dev.pulse." + service + "..")
                            .should()
                            .dependOnClassesThat()
                            .resideInAPackage("dev.pulse." + other + "..")
                            .check(pulse);
                }
            }
        }
    }

    @Test
    void packages_have_no_cycles() {
        slices().assignedFrom(new ByPackage()).should().beFreeOfCycles().check(pulse);
    }

    @Test
    void only_composition_roots_ask_for_the_time() {
        noClasses()
                .that()
                .resideOutsideOfPackages("dev.pulse.standalone..", "dev.pulse.agent.cli..")
                .and()
                .haveSimpleNameNotEndingWith("Application")
                .should()
                .callMethod(Instant.class, "now")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(Clock.class, "systemUTC")
                .orShould()
                .callMethod(Clock.class, "systemDefaultZone")
                .check(pulse);
    }

    @Test
    void wiring_is_never_static_and_mutable() {
        noFields()
                .that()
                .areStatic()
                .and()
                .areDeclaredInClassesThat(new HandWritten())
                .should(new NotFinal())
                .check(pulse);
    }

    @Test
    void no_package_is_a_dumping_ground() {
        noClasses()
                .should()
                .resideInAnyPackage("..util..", "..utils..", "..common..", "..impl..", "..helpers..", "..misc..")
                .check(pulse);
    }

    @Test
    void no_package_holds_more_than_fifteen_classes() {
        classes().that(new HandWritten()).should(new FifteenAtMost()).check(pulse);
    }

    /** A slice for each package. */
    private static final class ByPackage implements SliceAssignment {
        @Override
        public SliceIdentifier getIdentifierOf(JavaClass type) {
            return SliceIdentifier.of(type.getPackageName());
        }

        @Override
        public String getDescription() {
            return "each package";
        }
    }

    /** Classes that people wrote: not those that Avro generates. */
    private static final class HandWritten extends DescribedPredicate<JavaClass> {
        private HandWritten() {
            super("are written by hand");
        }

        @Override
        public boolean test(JavaClass type) {
            return !type.getPackageName().equals("dev.pulse.schemas");
        }
    }

    private static final class NotFinal extends ArchCondition<JavaField> {
        private NotFinal() {
            super("be assignable");
        }

        @Override
        public void check(JavaField field, ConditionEvents events) {
            boolean assignable = !field.getModifiers().contains(JavaModifier.FINAL)
                    && !field.getModifiers().contains(JavaModifier.SYNTHETIC);
            events.add(new SimpleConditionEvent(field, assignable, field.getFullName() + " is not final"));
        }
    }

    /** Counts the top-level classes of each package; says each package that has too many once. */
    private static final class FifteenAtMost extends ArchCondition<JavaClass> {
        private final Map<String, Set<String>> members = new HashMap<>();

        private FifteenAtMost() {
            super("share their package with at most 14 others");
        }

        @Override
        public void check(JavaClass type, ConditionEvents events) {
            if (type.isTopLevelClass() && !type.getSimpleName().equals("package-info")) {
                members.computeIfAbsent(type.getPackageName(), name -> new HashSet<>())
                        .add(type.getSimpleName());
            }
        }

        @Override
        public void finish(ConditionEvents events) {
            members.forEach((name, types) -> {
                if (types.size() > 15) {
                    events.add(SimpleConditionEvent.violated(name, name + " holds " + types.size() + " classes"));
                }
            });
        }
    }
}

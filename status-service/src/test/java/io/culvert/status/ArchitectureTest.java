package io.culvert.status;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The layers of design §2. */
@AnalyzeClasses(
    packages = "io.culvert.status",
    importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  @ArchTest
  static final ArchRule DOMAIN_KNOWS_NO_FRAMEWORK =
      classes()
          .that()
          .resideInAPackage("..status.domain..")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "io.culvert.status.domain..", "io.culvert.contract..", "java..", "org.jspecify..");

  @ArchTest
  static final ArchRule APP_KNOWS_NO_ADAPTER =
      noClasses()
          .that()
          .resideInAPackage("..status.app..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "..status.api..", "..status.event..", "org.apache.kafka..", "jakarta.ws..");

  @ArchTest
  static final ArchRule ADAPTERS_DO_NOT_SEE_EACH_OTHER =
      noClasses()
          .that()
          .resideInAPackage("..status.api..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("..status.event..", "org.apache.kafka..");

  @ArchTest
  static final ArchRule EVENTS_DO_NOT_SEE_REST =
      noClasses()
          .that()
          .resideInAPackage("..status.event..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("..status.api..", "jakarta.ws..");
}

package io.culvert.auth;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The layers of design §2. */
@AnalyzeClasses(packages = "io.culvert.auth", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  @ArchTest
  static final ArchRule DOMAIN_KNOWS_NO_FRAMEWORK =
      classes()
          .that()
          .resideInAPackage("..auth.domain..")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "io.culvert.auth.domain..",
              "io.culvert.contract..",
              "java..",
              "javax.security.auth.x500..",
              "org.jspecify..");

  @ArchTest
  static final ArchRule APP_KNOWS_NO_ADAPTER =
      noClasses()
          .that()
          .resideInAPackage("..auth.app..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "..auth.api..",
              "..auth.store..",
              "..auth.event..",
              "jakarta.ws..",
              "jakarta.persistence..");

  @ArchTest
  static final ArchRule REST_DOES_NOT_SEE_THE_DATABASE =
      noClasses()
          .that()
          .resideInAPackage("..auth.api..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("..auth.store..", "..auth.event..", "jakarta.persistence..");

  @ArchTest
  static final ArchRule THE_DATABASE_DOES_NOT_SEE_REST =
      noClasses()
          .that()
          .resideInAnyPackage("..auth.store..", "..auth.event..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("..auth.api..", "jakarta.ws..");

  @ArchTest
  static final ArchRule ENTITIES_STAY_IN_THE_STORE =
      classes()
          .that()
          .areAnnotatedWith("jakarta.persistence.Entity")
          .should()
          .resideInAPackage("..auth.store..")
          .andShould()
          .notBePublic();
}

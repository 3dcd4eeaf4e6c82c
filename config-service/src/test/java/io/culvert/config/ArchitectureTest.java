package io.culvert.config;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import jakarta.persistence.Entity;

/** Who may know whom. */
@AnalyzeClasses(
    packages = "io.culvert.config",
    importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  @ArchTest
  static final ArchRule LAYERS =
      layeredArchitecture()
          .consideringOnlyDependenciesInLayers()
          .layer("domain")
          .definedBy("io.culvert.config.domain")
          .layer("app")
          .definedBy("io.culvert.config.app")
          .layer("api")
          .definedBy("io.culvert.config.api")
          .layer("store")
          .definedBy("io.culvert.config.store")
          .layer("event")
          .definedBy("io.culvert.config.event")
          .layer("config")
          .definedBy("io.culvert.config.config")
          .layer("wiring")
          .definedBy("io.culvert.config")
          .whereLayer("api")
          .mayOnlyBeAccessedByLayers("wiring")
          .whereLayer("store")
          .mayNotBeAccessedByAnyLayer()
          .whereLayer("event")
          .mayNotBeAccessedByAnyLayer()
          .whereLayer("wiring")
          .mayNotBeAccessedByAnyLayer()
          .whereLayer("config")
          .mayOnlyBeAccessedByLayers("wiring")
          .whereLayer("app")
          .mayOnlyBeAccessedByLayers("api", "store", "event", "wiring");

  @ArchTest
  static final ArchRule DOMAIN_KNOWS_NO_FRAMEWORK =
      noClasses()
          .that()
          .resideInAPackage("io.culvert.config.domain")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "io.culvert.config.app..",
              "io.culvert.outbox..",
              "io.quarkus..",
              "io.smallrye..",
              "io.vertx..",
              "jakarta..",
              "com.fasterxml..",
              "org.hibernate..",
              "org.apache.kafka..");

  @ArchTest
  static final ArchRule APP_KNOWS_NO_TECHNOLOGY =
      noClasses()
          .that()
          .resideInAPackage("io.culvert.config.app")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "jakarta.persistence..",
              "jakarta.ws..",
              "org.hibernate..",
              "org.apache.kafka..",
              "io.vertx..",
              "com.fasterxml..");

  @ArchTest
  static final ArchRule ENTITIES_STAY_IN_STORE =
      noClasses()
          .that()
          .resideOutsideOfPackage("io.culvert.config.store")
          .should()
          .dependOnClassesThat()
          .areAnnotatedWith(Entity.class);
}

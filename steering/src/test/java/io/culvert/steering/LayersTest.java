package io.culvert.steering;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** ADR 0015: services share this module, so it has nothing that a service does its own way. */
@AnalyzeClasses(
    packages = "io.culvert.steering",
    importOptions = ImportOption.DoNotIncludeTests.class)
class LayersTest {
  @ArchTest
  static final ArchRule IT_KNOWS_EVENTS_AND_NO_FRAMEWORK =
      classes()
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "io.culvert.steering..",
              "io.culvert.contract..",
              "de.siegmar.fastcsv..",
              "java..",
              "org.jspecify..");

  @ArchTest
  static final ArchRule ONLY_CATEGORIES_ARE_IN_FILES =
      noClasses()
          .that()
          .resideOutsideOfPackage("..steering.category..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("java.io..", "java.nio..", "de.siegmar.fastcsv..");

  @ArchTest
  static final ArchRule NOTHING_LOGS_OR_KNOWS_THE_TIME =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("java.util.logging..", "java.time..", "java.util.concurrent..");

  @ArchTest
  static final ArchRule RULES_KNOW_CATEGORIES_WHICH_KNOW_NAMES =
      noClasses()
          .that()
          .resideInAPackage("..steering.net..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "io.culvert.steering", "..steering.category..", "io.culvert.contract..");

  @ArchTest
  static final ArchRule CATEGORIES_KNOW_NO_RULES =
      noClasses()
          .that()
          .resideInAPackage("..steering.category..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.culvert.steering", "io.culvert.contract..");
}

package io.culvert.gateway;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.io.File;
import java.io.Serializable;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.util.Set;
import java.util.Timer;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;

/** The gateway's layers, kept by the build. */
@AnalyzeClasses(
    packages = "io.culvert.gateway",
    importOptions = ImportOption.DoNotIncludeTests.class)
class LayeringTest {
  private static final String ROOT = "io.culvert.gateway.";
  private static final String CORE = ROOT + "core..";
  private static final String WIRE = ROOT + "core.wire..";
  private static final String NET = ROOT + "core.net..";
  private static final String IKE = ROOT + "core.ike.";

  @ArchTest
  static final ArchRule coreSeesNeitherAppNorAdapters =
      noClasses()
          .that()
          .resideInAPackage(CORE)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(ROOT + "app..", ROOT + "adapter..")
          .allowEmptyShould(true);

  @ArchTest
  static final ArchRule appSeesNoAdapter =
      noClasses()
          .that()
          .resideInAPackage(ROOT + "app..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage(ROOT + "adapter..")
          .allowEmptyShould(true);

  @ArchTest
  static final ArchRule adaptersNeverSeeEachOther =
      slices()
          .matching(ROOT + "adapter.(*)..")
          .should()
          .notDependOnEachOther()
          .allowEmptyShould(true);

  @ArchTest static final ArchRule wireStandsOnNothing = coreUse(WIRE, WIRE);

  @ArchTest static final ArchRule netStandsOnWire = coreUse(NET, NET, WIRE);

  @ArchTest
  static final ArchRule payloadStandsOnWire =
      coreUse(IKE + "payload..", WIRE, NET, IKE + "payload..");

  @ArchTest
  static final ArchRule messageStandsOnPayload =
      coreUse(IKE + "message..", WIRE, NET, IKE + "payload..", IKE + "message..");

  @ArchTest static final ArchRule cryptoStandsOnPayload = besideMessage("crypto..");
  @ArchTest static final ArchRule proposalStandsOnPayload = besideMessage("proposal..");
  @ArchTest static final ArchRule authStandsOnPayload = besideMessage("auth..");

  @ArchTest static final ArchRule taskSeesNeitherSaNorEngine = hides("task..", "sa..", "engine..");

  @ArchTest static final ArchRule saDoesNotSeeEngine = hides("sa..", "engine..");

  @ArchTest
  static final ArchRule dataplaneDoesNotSeeIke =
      noClasses()
          .that()
          .resideInAnyPackage(ROOT + "core.esp..", ROOT + "core.host..", ROOT + "core.rate..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage(ROOT + "core.ike..")
          .allowEmptyShould(true);

  /**
   * No sockets, channels, files, logging or framework: what is not named here is not for the core.
   */
  @ArchTest
  static final ArchRule coreUsesOnlyPureLibraries =
      classes()
          .that()
          .resideInAPackage(CORE)
          .should()
          .onlyDependOnClassesThat(
              resideInAnyPackage(
                      CORE,
                      "io.culvert.contract..",
                      "java.lang..",
                      "java.math..",
                      "java.nio",
                      "java.nio.charset..",
                      "java.security..",
                      "java.text..",
                      "java.time..",
                      "java.util..",
                      "javax.crypto..",
                      "org.bouncycastle..",
                      "org.jspecify..",
                      "com.google.errorprone..")
                  .or(type(Serializable.class))
                  .or(type(InetAddress.class))
                  .or(type(Inet4Address.class))
                  .or(type(Inet6Address.class))
                  .or(type(InetSocketAddress.class))
                  .or(type(UnknownHostException.class))
                  .or(arrayOfPrimitives()))
          .allowEmptyShould(true);

  @ArchTest
  static final ArchRule coreStartsNoThreadAndDoesNotLog =
      noClasses()
          .that()
          .resideInAPackage(CORE)
          .should()
          .dependOnClassesThat(
              assignableTo(Thread.class)
                  .or(assignableTo(Executor.class))
                  .or(assignableTo(Future.class))
                  .or(assignableTo(Timer.class))
                  .or(assignableTo(ProcessBuilder.class))
                  .or(resideInAPackage("java.util.logging..")))
          .allowEmptyShould(true);

  @ArchTest
  static final ArchRule coreReadsNoClockAndNoEnvironment =
      noClasses()
          .that()
          .resideInAPackage(CORE)
          .should()
          .accessTargetWhere(ofSystemBesidesArrays().or(ofNow()))
          .allowEmptyShould(true);

  @ArchTest
  static final ArchRule coreResolvesNoNames =
      noClasses()
          .that()
          .resideInAPackage(CORE)
          .should()
          .accessTargetWhere(ofResolver())
          .allowEmptyShould(true);

  /** A shell, a program or a file name is out of reach of whatever a peer sends. */
  @ArchTest
  static final ArchRule badInput19NoProgramStartsButTheOnesThatSetUpTheTun =
      noClasses()
          .that()
          .resideOutsideOfPackage(ROOT + "adapter.tun..")
          .should()
          .dependOnClassesThat(assignableTo(ProcessBuilder.class).or(assignableTo(Process.class)))
          .orShould()
          .accessTargetWhere(ofRuntimeExec());

  @ArchTest
  static final ArchRule badInput19FilesAreOpenedByTheirAdapterOnly =
      noClasses()
          .that()
          .resideOutsideOfPackages(ROOT + "adapter.file..", ROOT + "adapter.tun..")
          .should()
          .dependOnClassesThat(type(Files.class).or(type(File.class)).or(type(FileChannel.class)));

  @ArchTest
  static final ArchRule badInput19WhatStartsProgramsAndOpensFilesSeesNoMessage =
      noClasses()
          .that()
          .resideInAnyPackage(ROOT + "adapter.file..", ROOT + "adapter.tun..")
          .should()
          .dependOnClassesThat(
              resideInAPackage(ROOT + "core.ike..").and(not(resideInAPackage(IKE + "crypto.."))));

  private static DescribedPredicate<JavaAccess<?>> ofRuntimeExec() {
    return DescribedPredicate.describe(
        "it is Runtime.exec",
        access ->
            access.getTargetOwner().isEquivalentTo(Runtime.class)
                && access.getTarget().getName().equals("exec"));
  }

  private static ArchRule coreUse(String who, String... allowed) {
    return noClasses()
        .that()
        .resideInAPackage(who)
        .should()
        .dependOnClassesThat(resideInAPackage(CORE).and(not(resideInAnyPackage(allowed))))
        .allowEmptyShould(true);
  }

  private static ArchRule besideMessage(String who) {
    return hides(who, "message..", "task..", "sa..", "engine..");
  }

  private static ArchRule hides(String who, String... hidden) {
    String[] packages = new String[hidden.length];
    for (int i = 0; i < hidden.length; i++) {
      packages[i] = IKE + hidden[i];
    }
    return noClasses()
        .that()
        .resideInAPackage(IKE + who)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(packages)
        .allowEmptyShould(true);
  }

  private static DescribedPredicate<JavaClass> arrayOfPrimitives() {
    return DescribedPredicate.describe(
        "primitives and their arrays", c -> c.getBaseComponentType().isPrimitive());
  }

  private static DescribedPredicate<JavaAccess<?>> ofSystemBesidesArrays() {
    Set<String> pure = Set.of("arraycopy", "identityHashCode");
    return DescribedPredicate.describe(
        "it is of System, besides " + pure,
        access ->
            access.getTargetOwner().isEquivalentTo(System.class)
                && !pure.contains(access.getTarget().getName()));
  }

  private static DescribedPredicate<JavaAccess<?>> ofNow() {
    return DescribedPredicate.describe(
        "it is a clock of java.time",
        access -> {
          AccessTarget target = access.getTarget();
          boolean clock = target.getOwner().getSimpleName().equals("Clock");
          return target.getOwner().getPackageName().equals("java.time")
              && (clock || target.getName().equals("now"));
        });
  }

  private static DescribedPredicate<JavaAccess<?>> ofResolver() {
    Set<String> resolving =
        Set.of("getByName", "getAllByName", "getLocalHost", "getHostName", "getCanonicalHostName");
    return DescribedPredicate.describe(
        "it asks a name server",
        access ->
            access.getTargetOwner().getPackageName().equals("java.net")
                && resolving.contains(access.getTarget().getName()));
  }
}

package io.culvert.standalone.stack;

import io.culvert.standalone.api.JsonHttp;
import io.culvert.standalone.api.Tokens;
import io.culvert.standalone.api.TunnelApi;
import io.culvert.standalone.backing.KafkaBroker;
import io.culvert.standalone.backing.KeycloakServer;
import io.culvert.standalone.backing.PostgresServer;
import io.culvert.standalone.net.Internet;
import io.culvert.standalone.net.Namespace;
import io.culvert.standalone.net.PopNetwork;
import io.culvert.standalone.net.Relay;
import io.culvert.standalone.net.RuntimeFolder;
import io.culvert.standalone.net.Wan;
import io.culvert.standalone.state.Child;
import io.culvert.standalone.state.StateFolder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * The running system: what the services stand on, the network, the four services and two POPs.
 * Everything starts side by side as far as one part does not need another.
 */
public final class Stack implements AutoCloseable {
  private static final String POSTGRES = "postgres";
  private static final Duration READY_LIMIT = Duration.ofMinutes(2);

  private final StateFolder state;
  private final Ports ports;
  private final Progress progress;
  private final KeycloakServer keycloak;
  private final Services services;
  private final JsonHttp http = new JsonHttp();
  private final Tokens tokens;
  private final KafkaBroker kafka;
  private final PostgresServer postgres;
  private volatile boolean closed;

  private Stack(
      Checkout checkout,
      StateFolder state,
      Ports ports,
      Progress progress,
      Map<Pop, Map<String, String>> gatewaySettings) {
    this.state = state;
    this.ports = ports;
    this.progress = progress;
    this.keycloak = checkout.keycloak();
    this.services = new Services(checkout, state, ports, gatewaySettings);
    this.tokens = new Tokens(http, state, KeycloakServer.url(ports.keycloak()));
    this.kafka = new KafkaBroker(state.folder("data/kafka"), ports.kafka());
    this.postgres =
        new PostgresServer(state.folder("data/postgres"), state.log("postgres"), ports.postgres());
  }

  /**
   * Prepares a stack: makes sure that no other one runs, removes the rest of one that ended badly,
   * and looks whether the ports are free. Nothing runs yet, but {@link #close} is due from here on.
   *
   * @throws IllegalStateException with a message for the user when it cannot run here
   */
  public static Stack prepare(
      Checkout checkout, StateFolder state, Ports ports, Progress progress) {
    return prepare(checkout, state, ports, progress, Map.of());
  }

  /**
   * The same, with settings of single gateways.
   *
   * @param gatewaySettings configuration by property name, beside or in place of the usual
   */
  public static Stack prepare(
      Checkout checkout,
      StateFolder state,
      Ports ports,
      Progress progress,
      Map<Pop, Map<String, String>> gatewaySettings) {
    StaleRun.clean(state);
    ports.requireFree();
    BackingLog.to(state.log("backing"));
    Stack stack = new Stack(checkout, state, ports, progress, gatewaySettings);
    RuntimeFolder.claim(state.root());
    return stack;
  }

  /**
   * Starts everything and waits until it is ready.
   *
   * @throws IllegalStateException with a message for the user when a part does not come up
   */
  public void start() {
    if (!keycloak.prepared()) {
      progress.say("Keycloak is being prepared (once, half a minute)");
      keycloak.prepare();
    }
    ExecutorService executor = Executors.newCachedThreadPool();
    try {
      SideBySide.join(startParts(executor));
    } finally {
      // After a failure the other parts are not waited for.
      executor.shutdownNow();
    }
    state.writeEnvironment(StackAddresses.shell(ports));
    progress.say("The stack is ready");
  }

  private List<CompletableFuture<Void>> startParts(Executor executor) {
    JavaService configService = services.config();
    JavaService statusService = services.status();
    JavaService authService = services.auth();
    CompletableFuture<Void> identity = SideBySide.run(executor, this::startKeycloak);
    CompletableFuture<Void> broker = SideBySide.run(executor, this::startKafka);
    CompletableFuture<Void> backing =
        CompletableFuture.allOf(broker, SideBySide.run(executor, this::startPostgres));
    CompletableFuture<Void> road =
        CompletableFuture.allOf(broker, SideBySide.run(executor, this::startNetwork));
    CompletableFuture<Void> config =
        SideBySide.after(backing, executor, () -> startService(configService));
    List<CompletableFuture<Void>> parts = new ArrayList<>();
    parts.add(SideBySide.after(backing, executor, () -> startService(statusService)));
    parts.add(SideBySide.after(backing, executor, () -> startService(authService)));
    parts.add(
        SideBySide.after(CompletableFuture.allOf(config, identity), executor, this::registerPops));
    for (Pop pop : Pop.ALL) {
      JavaService gateway = services.gateway(pop);
      parts.add(SideBySide.after(road, executor, () -> startService(gateway)));
    }
    return parts;
  }

  /** Does something while PostgreSQL is away; it is back afterwards. */
  public void withoutPostgres(Runnable action) {
    state.ledger().forget(POSTGRES);
    postgres.close();
    try {
      action.run();
    } finally {
      startPostgres();
    }
  }

  /** Does something while Kafka is away; it is back afterwards. */
  public void withoutKafka(Runnable action) {
    kafka.close();
    try {
      action.run();
    } finally {
      startKafka();
    }
  }

  /** Does something while auth-service is away; it is back afterwards. */
  public void withoutAuthService(Runnable action) {
    JavaService service = services.auth();
    kill(service);
    try {
      action.run();
    } finally {
      startService(service);
    }
  }

  /** Kills the gateway of a POP, so that it tells nobody, and starts it again. */
  public void crashGateway(Pop pop) {
    crash(services.gateway(pop));
  }

  /** Kills config-service in the middle of what it does, and starts it again. */
  public void crashConfigService() {
    crash(services.config());
  }

  private void crash(JavaService service) {
    kill(service);
    startService(service);
  }

  private void kill(JavaService service) {
    ProcessHandle process =
        state
            .ledger()
            .find(service.name())
            .orElseThrow(() -> new IllegalStateException(service.name() + " does not run"));
    process.destroyForcibly();
    process.onExit().join();
  }

  /** Kills PostgreSQL in the middle of what it does, and starts it again. */
  public void crashPostgres() {
    state.ledger().forget(POSTGRES);
    postgres.kill();
    startPostgres();
  }

  /** Where Kafka clients connect to. */
  public String kafkaAddress() {
    return kafka.bootstrap();
  }

  /** Tokens for its users. */
  public Tokens tokens() {
    return tokens;
  }

  /** Its folder. */
  public StateFolder state() {
    return state;
  }

  /** Its ports. */
  public Ports ports() {
    return ports;
  }

  /** A client for its REST interfaces. */
  public JsonHttp http() {
    return http;
  }

  /** Its tunnels over REST. */
  public TunnelApi tunnels() {
    return new TunnelApi(
        http, tokens, StackAddresses.configUrl(ports), StackAddresses.statusUrl(ports));
  }

  /** Whether it has been taken down, or is being. */
  public boolean closed() {
    return closed;
  }

  /** Ends every process and deletes the network. Safe to call more than once. */
  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    // PostgreSQL is asked last, and in its own way: it would wait for its clients.
    state.ledger().forget(POSTGRES);
    state.ledger().endAll();
    postgres.close();
    kafka.close();
    StaleRun.sweep(state);
    RuntimeFolder.release();
  }

  private void startKafka() {
    kafka.start();
    progress.say("Kafka is ready on " + kafka.bootstrap());
  }

  private void startPostgres() {
    postgres.start(Services.DATABASES);
    state.ledger().record(POSTGRES, postgres.pid());
    progress.say("PostgreSQL is ready on 127.0.0.1:" + ports.postgres());
  }

  private void startKeycloak() {
    Child child = keycloak.start(state, ports.keycloak(), StackAddresses.LOGIN_URL);
    String realm = KeycloakServer.realmUrl(ports.keycloak());
    Await.until("Keycloak is not ready", READY_LIMIT, child, () -> http.answers(realm));
    progress.say("Keycloak is ready on " + KeycloakServer.url(ports.keycloak()));
  }

  private void startNetwork() {
    Wan.create();
    for (Pop pop : Pop.ALL) {
      Namespace namespace = PopNetwork.create(pop.namespace().name(), pop.address(), pop.probe());
      Relay.inward(state, namespace, pop.name() + "-kafka", ports.kafka());
      Relay.inward(state, namespace, pop.name() + "-keycloak", ports.keycloak());
      Relay.inward(state, namespace, pop.name() + "-auth", ports.auth());
      Relay.outward(state, namespace, pop.name() + "-rest", services.port(pop));
    }
    Internet.start(state, ports.auth(), ports.keycloak());
    progress.say("The network is ready: bridge " + Wan.BRIDGE + ", " + Wan.NETWORK);
  }

  private void startService(JavaService service) {
    Child child = service.start(state);
    Await.until(
        service.name() + " is not ready",
        READY_LIMIT,
        child,
        () -> http.answers(service.url() + "/q/health/ready"));
    progress.say(service.name() + " is ready on " + service.url());
  }

  private void registerPops() {
    PopRegistration registration =
        new PopRegistration(http, StackAddresses.configUrl(ports), tokens.token("operator"));
    Pop.ALL.forEach(pop -> registration.register(pop, services.popKey(pop)));
    progress.say("POPs " + Pop.A.name() + " and " + Pop.B.name() + " are registered");
  }
}

package dev.podo.apiserver;

import dev.podo.apiserver.admission.Admissions;
import dev.podo.apiserver.admission.CertificateRequests;
import dev.podo.apiserver.admission.DefaultIngressClass;
import dev.podo.apiserver.admission.DefaultTolerations;
import dev.podo.apiserver.admission.DeviceClaims;
import dev.podo.apiserver.admission.NamespaceLifecycle;
import dev.podo.apiserver.admission.NodeRestriction;
import dev.podo.apiserver.admission.PodPriority;
import dev.podo.apiserver.admission.ServiceAccountAdmission;
import dev.podo.apiserver.admission.TerminatingDefinitions;
import dev.podo.apiserver.admission.Unattended;
import dev.podo.apiserver.aggregation.Aggregator;
import dev.podo.apiserver.aggregation.AuthenticationConfig;
import dev.podo.apiserver.aggregation.LocalAdmission;
import dev.podo.apiserver.aggregation.LocalServices;
import dev.podo.apiserver.allocation.ServiceAllocator;
import dev.podo.apiserver.authn.Authenticators;
import dev.podo.apiserver.authn.BoundObjects;
import dev.podo.apiserver.authn.CertificateAuthenticator;
import dev.podo.apiserver.authn.ServiceAccountTokens;
import dev.podo.apiserver.authn.TokenAuthenticator;
import dev.podo.apiserver.authn.UserInfo;
import dev.podo.apiserver.authz.Authorizer;
import dev.podo.apiserver.authz.NodeAuthorizer;
import dev.podo.apiserver.authz.RuleLists;
import dev.podo.apiserver.bootstrap.Bootstrap;
import dev.podo.apiserver.catalogue.LiveCatalogue;
import dev.podo.apiserver.chain.Chain;
import dev.podo.apiserver.chain.Dispatch;
import dev.podo.apiserver.chain.Fairness;
import dev.podo.apiserver.definitions.Converters;
import dev.podo.apiserver.definitions.DefinedKinds;
import dev.podo.apiserver.definitions.DefinitionLifecycle;
import dev.podo.apiserver.discovery.Discovery;
import dev.podo.apiserver.discovery.Documents;
import dev.podo.apiserver.discovery.OpenId;
import dev.podo.apiserver.endpoint.HttpEndpoint;
import dev.podo.apiserver.flowcontrol.FlowControl;
import dev.podo.apiserver.flowcontrol.FlowDumps;
import dev.podo.apiserver.flowcontrol.FlowObjects;
import dev.podo.apiserver.flowcontrol.Watchers;
import dev.podo.apiserver.flowcontrol.Widths;
import dev.podo.apiserver.health.FlowMetrics;
import dev.podo.apiserver.health.Health;
import dev.podo.apiserver.health.Metrics;
import dev.podo.apiserver.health.RequestMetrics;
import dev.podo.apiserver.http.HttpServer;
import dev.podo.apiserver.inprocess.InProcessApi;
import dev.podo.apiserver.openapi.OpenApi;
import dev.podo.apiserver.ownership.FieldOwnership;
import dev.podo.apiserver.pki.Pki;
import dev.podo.apiserver.proxy.Proxying;
import dev.podo.apiserver.relay.Origins;
import dev.podo.apiserver.review.AccessReviewing;
import dev.podo.apiserver.review.ComponentReviewing;
import dev.podo.apiserver.review.IdentityReviewing;
import dev.podo.apiserver.review.RulesReviewing;
import dev.podo.apiserver.service.ServiceAddresses;
import dev.podo.apiserver.storage.ObjectStore;
import dev.podo.apiserver.storage.Stored;
import dev.podo.apiserver.streaming.Streaming;
import dev.podo.apiserver.upkeep.Upkeep;
import dev.podo.apiserver.upkeep.Writes;
import dev.podo.apiserver.verbs.Actions;
import dev.podo.apiserver.verbs.Backend;
import dev.podo.apiserver.verbs.BindingVerb;
import dev.podo.apiserver.verbs.EvictionVerb;
import dev.podo.apiserver.verbs.Resources;
import dev.podo.apiserver.verbs.TokenVerb;
import dev.podo.apiserver.webhook.WebhookClient;
import dev.podo.client.Api;
import dev.podo.client.node.NodeDirectory;
import dev.podo.foundation.Check;
import dev.podo.foundation.Clock;
import dev.podo.foundation.Environment;
import dev.podo.foundation.Scope;
import dev.podo.machinery.kinds.Catalogue;
import dev.podo.machinery.kinds.node.Nodes;
import dev.podo.machinery.kinds.pod.Pods;
import dev.podo.machinery.kinds.secret.Secrets;
import dev.podo.machinery.kinds.serviceaccount.ServiceAccounts;
import dev.podo.store.Store;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The API server: everything that anyone may ask of the cluster, over HTTP for clients, as a
/// method call for the components of this process. It lives as long as its scope.
public final class ApiServer {
  private static final System.Logger LOG = System.getLogger(ApiServer.class.getName());
  // As upstream's 400 reads and 200 writes.
  private static final int REQUESTS_IN_FLIGHT = 600;
  private static final UserInfo SELF = UserInfo.of("system:apiserver", UserInfo.MASTERS);

  private final Environment environment;
  private final Chain inside;
  private final Health health;
  private final Metrics metrics;
  private final @Nullable HttpServer http;

  private ApiServer(
      Environment environment,
      Chain inside,
      Health health,
      Metrics metrics,
      @Nullable HttpServer http) {
    this.environment = environment;
    this.inside = inside;
    this.health = health;
    this.metrics = metrics;
    this.http = http;
  }

  /// What a server is given.
  ///
  /// @param pki whose certificates it shows and trusts
  /// @param nodes finds the agents that logs and commands are asked of
  /// @param http what is to listen; null to have it made
  public record Parts(
      Catalogue catalogue, Pki pki, NodeDirectory nodes, @Nullable HttpServer http) {
    public Parts(Catalogue catalogue, Pki pki, NodeDirectory nodes) {
      this(catalogue, pki, nodes, null);
    }
  }

  /// Starts a server on a store; returns when it answers.
  ///
  /// @throws IOException when it cannot listen; the message names the address
  public static ApiServer start(
      ApiServerConfig config, Store<Stored> store, Parts parts, Scope scope) throws IOException {
    var environment = scope.environment();
    var objects = new ObjectStore(store);
    var catalogue = new LiveCatalogue(parts.catalogue());
    var tokens = new ServiceAccountTokens(config.issuer(), parts.pki().signingKey());
    var health = health(objects);
    var metrics = metrics(objects);
    var rules = new RuleLists();
    var authorizers = List.<Authorizer>of(rules, new NodeAuthorizer(objects));
    var bearers = bearers(config, tokens, objects, environment);
    var actions = new Actions();
    new IdentityReviewing(bearers, List.of(config.issuer())).addTo(actions);
    new AccessReviewing(anyOf(authorizers)).addTo(actions);
    new RulesReviewing(rules).addTo(actions);
    new ComponentReviewing(health).addTo(actions);
    var defined = definitions(objects, catalogue, environment);
    var aggregator =
        new Aggregator(
            objects,
            new ServiceAddresses(objects, environment.random()),
            parts.pki()::frontProxy,
            scope);
    var origins = new Origins(scope);
    var aggregation =
        aggregator.aggregation(
            origins, version -> catalogue.now().groupVersions().contains(version));
    var access = new Access(authorizers, tokens, actions);
    var core = new Core(objects, catalogue, access, aggregator, origins);
    var told = new FlowMetrics(metrics);
    var flows = flows(told, environment);
    var watchers = new Watchers();
    var path =
        new RequestPath(
            environment.clock(),
            authenticators(parts.pki(), bearers, environment),
            authorizers,
            new RequestMetrics(metrics, catalogue),
            new Fairness(flows, new Widths(catalogue, objects, watchers, told), watchers),
            new Dispatch(
                aggregation.before(resources(config, parts, core, scope)),
                aggregation.before(
                    dumping(
                        flows,
                        documents(config, core, tokens, health, metrics, environment.clock())))));
    var inside = path.fromInside();
    var endpoint =
        new HttpEndpoint(
            path.fromOutside(),
            environment,
            info -> Proxying.isAskedFor(info) || aggregation.isAskedFor(info));
    var http = listen(config, parts, endpoint, scope);
    var server = new ApiServer(environment, inside, health, metrics, http);
    server.begin(config, core, flows, parts.pki(), scope);
    new DefinitionLifecycle(objects, defined, server.inProcess(SELF), scope).start();
    return server;
  }

  private static FlowControl flows(FlowMetrics told, Environment environment) {
    var flows =
        new FlowControl(
            REQUESTS_IN_FLIGHT, environment.random().nextLong(), environment.clock(), told);
    told.tell(flows::snapshot);
    return flows;
  }

  /// What was defined before this server started is served from the first request on.
  private static DefinedKinds definitions(
      ObjectStore store, LiveCatalogue catalogue, Environment environment) {
    var addresses = new ServiceAddresses(store, environment.random());
    var converters =
        new Converters(new WebhookClient(addresses, environment.clock()), environment.random());
    var defined = new DefinedKinds(store, catalogue, converters::of);
    catalogue.follow(defined);
    defined.catchUp();
    return defined;
  }

  private static @Nullable HttpServer listen(
      ApiServerConfig config, Parts parts, HttpEndpoint endpoint, Scope scope) throws IOException {
    var on = config.http();
    if (on == null) {
      return null;
    }
    parts.pki().keepRenewed(scope);
    var server = parts.http() == null ? HttpServer.open(on, scope) : parts.http();
    server.listen(parts.pki(), endpoint);
    LOG.log(System.Logger.Level.INFO, "the API server listens on {0}", server.address());
    return server;
  }

  /// Makes what every cluster has, side by side, and keeps it from then on.
  private void begin(ApiServerConfig config, Core core, FlowControl flows, Pki pki, Scope scope) {
    var api = inProcess(SELF);
    var bootstrap =
        new Bootstrap(api, config.services().clusterIps().address(1), advertised(config));
    var authentication = new AuthenticationConfig(api, pki);
    var seats = new FlowObjects(api, flows, scope);
    var local = new LocalServices(core.store(), core.catalogue(), api, scope);
    Writes.together(
        scope,
        List.of(() -> bootstrap.run(scope, authentication.writes()), seats::run, local::run));
    var upkeep = new Upkeep(api, scope);
    bootstrap.keep(upkeep);
    authentication.keep(upkeep);
    seats.keep(upkeep);
    local.keep();
    core.aggregator().start(api);
  }

  private InetSocketAddress advertised(ApiServerConfig config) {
    var bound = http == null ? null : http.address();
    var port = bound == null ? 6443 : bound.getPort();
    var address = config.advertised();
    if (address == null) {
      InetAddress listening = bound == null ? null : bound.getAddress();
      address =
          listening == null || listening.isAnyLocalAddress()
              ? ApiServerConfig.loopback()
              : listening;
    }
    return new InetSocketAddress(address, port);
  }

  /// What the parts of a server share.
  private record Core(
      ObjectStore store,
      LiveCatalogue catalogue,
      Access access,
      Aggregator aggregator,
      Origins origins) {}

  /// Who may do what, and what is answered already.
  private record Access(
      List<Authorizer> authorizers, ServiceAccountTokens tokens, Actions actions) {}

  private static Authorizer anyOf(List<Authorizer> authorizers) {
    return (user, info) -> authorizers.stream().anyMatch(it -> it.allows(user, info));
  }

  private static Resources resources(ApiServerConfig config, Parts parts, Core core, Scope scope) {
    var store = core.store();
    var access = core.access();
    var environment = scope.environment();
    var authorizer = anyOf(access.authorizers());
    var nodeRestriction = new NodeRestriction(store);
    var admissions =
        new Admissions(
            List.of(
                new NamespaceLifecycle(store),
                new TerminatingDefinitions(store),
                new ServiceAccountAdmission(store, environment.random()),
                nodeRestriction,
                new PodPriority(store),
                new DefaultTolerations(),
                new DefaultIngressClass(store),
                new CertificateRequests(authorizer, environment.clock()),
                new DeviceClaims(store, environment.clock()),
                new LocalAdmission(environment.clock()),
                new Unattended()));
    var ranges = config.services();
    var allocator =
        new ServiceAllocator(ranges.clusterIps(), ranges.nodePorts(), environment.random());
    var backend =
        new Backend(
            store,
            admissions,
            allocator,
            new FieldOwnership(core.catalogue(), environment.clock()),
            authorizer,
            environment);
    var bindings = new BindingVerb(backend);
    var actions =
        access
            .actions()
            .with("pods", "binding", "create", bindings::answer)
            .with("bindings", "", "create", bindings::answerNamed)
            .with("pods", "eviction", "create", new EvictionVerb(backend)::answer)
            .with(
                "serviceaccounts",
                "token",
                "create",
                new TokenVerb(backend, access.tokens(), nodeRestriction)::answer);
    new Streaming(store, parts.nodes(), scope).addTo(actions);
    new Proxying(
            store,
            parts.nodes(),
            new ServiceAddresses(store, environment.random()),
            config.proxied(),
            core.origins())
        .addTo(actions);
    return new Resources(core.catalogue(), backend, actions, scope);
  }

  private static TokenAuthenticator bearers(
      ApiServerConfig config,
      ServiceAccountTokens tokens,
      ObjectStore store,
      Environment environment) {
    BoundObjects bound =
        (kind, namespace, name) -> {
          var of =
              switch (kind) {
                case "ServiceAccount" -> ServiceAccounts.KIND;
                case "Pod" -> Pods.KIND;
                case "Secret" -> Secrets.KIND;
                case "Node" -> Nodes.KIND;
                default -> null;
              };
          var found = of == null ? null : store.image().get(ObjectStore.key(of, namespace, name));
          return found == null ? null : found.value().object().metadata();
        };
    return new TokenAuthenticator(tokens, List.of(config.issuer()), bound, environment.clock());
  }

  private static Authenticators authenticators(
      Pki pki, TokenAuthenticator bearers, Environment environment) {
    return new Authenticators(
        List.of(
            new CertificateAuthenticator(pki::clientAuthorities, environment.clock()), bearers));
  }

  private static Documents dumping(FlowControl flows, Documents documents) {
    var dumps = new FlowDumps(flows::snapshot);
    return documents
        .at(FlowDumps.PATH + "dump_priority_levels", call -> dumps.levels())
        .at(FlowDumps.PATH + "dump_queues", call -> dumps.queues())
        .at(
            FlowDumps.PATH + "dump_requests",
            call -> dumps.requests(!call.input().parameter("includeRequestDetails").isEmpty()));
  }

  private static Documents documents(
      ApiServerConfig config,
      Core core,
      ServiceAccountTokens tokens,
      Health health,
      Metrics metrics,
      Clock clock) {
    var documents = new Documents();
    var catalogue = core.catalogue();
    var others = core.aggregator();
    documents.with(new Discovery(catalogue::fresh, List.of(others)));
    new OpenApi(catalogue::fresh, others, config.version().gitVersion(), clock).addTo(documents);
    health.addTo(documents);
    return documents
        .at("/version", config.version().document()::answer)
        .at("/metrics", call -> metrics.answer())
        .at("/openid/v1/jwks", OpenId.keys(tokens)::answer)
        .at("/.well-known/openid-configuration", OpenId.configuration(tokens)::answer);
  }

  private static Health health(ObjectStore store) {
    Health.Check open = () -> store.image().revision() >= 0 ? "" : "not open";
    return new Health().ready("store", open).component("etcd-0", open);
  }

  private static Metrics metrics(ObjectStore store) {
    var metrics = new Metrics();
    metrics.gauge(
        "podo_store_revision",
        "The revision that this server has reached.",
        () -> store.image().revision());
    metrics.gauge(
        "jvm_memory_used_bytes",
        "Bytes of heap in use.",
        () -> Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory());
    return metrics;
  }

  /// What `/metrics` tells: other components of the process add what they count.
  public Metrics metrics() {
    return metrics;
  }

  /// The client port for a component of this process. The identity is as good as proven: whoever
  /// wires the process decides it.
  public Api inProcess(UserInfo identity) {
    return new InProcessApi(inside, identity, environment.clock());
  }

  /// Lets other parts of the process tell `/readyz` how they are.
  public Health health() {
    return health;
  }

  /// Where it listens.
  ///
  /// @throws Check.InvariantViolation when it does not
  public InetSocketAddress address() {
    return Check.notNull(http, "an HTTP listener").address();
  }
}

package dev.podo.program.demo;

import dev.podo.client.http.HttpApi;
import dev.podo.client.kubeconfig.Kubeconfig;
import dev.podo.client.kubeconfig.KubeconfigException;
import dev.podo.foundation.Environment;
import dev.podo.foundation.Scope;
import dev.podo.machinery.errors.ApiException;
import dev.podo.node.containerd.instance.ContainerdTool;
import dev.podo.node.containerd.instance.InstanceException;
import dev.podo.program.config.Config;
import dev.podo.program.serve.Paths;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

/// The demo on a cluster that runs: puts the guestbook there, and plays scene after scene.
public final class Demo {
  private static final List<Scene> SCENES =
      List.of(
          new FirstVisit(),
          new Signature(),
          new Scaling(),
          new KilledContainer(),
          new DeletedPod(),
          new RollingUpdate(),
          new BrokenImage(),
          new Undo(),
          new ChangedConfig(),
          new DeletedNamespace());

  private final Config config;
  private final Consumer<String> onStep;

  /// @param onStep told each thing that was shown
  public Demo(Config config, Consumer<String> onStep) {
    this.config = config;
    this.onStep = onStep;
  }

  /// What must happen before the process opens its first HTTP connection.
  public static void prepare() {
    Visitor.prepare();
  }

  /// @throws DemoException when the cluster did not do what the demo shows
  public void run() throws DemoException, InterruptedException {
    try (var scope = Scope.root("demo", Environment.system())) {
      var containerd = new ContainerdTool(new Paths(config).containerd());
      loadImages(containerd);
      var api = new HttpApi(Kubeconfig.read(config.adminKubeconfig()).access(), scope);
      var ca = Application.deploy(api, scope.environment());
      Files.writeString(caFile(config), ca);
      onStep.accept("created the guestbook: web, API and store in two namespaces");
      var visitor =
          Visitor.of(
              Application.HOST, config.ingressHttp().port(), config.ingressHttps().port(), ca);
      var cluster = new Cluster(api, scope.environment().clock());
      play(new Stage(cluster, visitor, containerd, scope));
    } catch (ApiException e) {
      throw new DemoException(
          "the API server refused what the demo asked of it: " + e.getMessage(),
          "Look at " + log() + ".");
    } catch (IOException e) {
      throw new DemoException("a request failed: " + e, "Look at " + log() + ".");
    } catch (InstanceException | KubeconfigException e) {
      throw new DemoException(String.valueOf(e.getMessage()), "Look at " + log() + ".");
    }
  }

  private void loadImages(ContainerdTool containerd)
      throws DemoException, InstanceException, InterruptedException {
    var images = new SampleImages(directory(config).resolve("images"));
    if (images.build()) {
      onStep.accept("built the guestbook's images, v1 and v2");
    }
    images.load(containerd);
    onStep.accept("loaded the guestbook's images");
  }

  private void play(Stage stage)
      throws DemoException, InstanceException, IOException, InterruptedException {
    for (var scene : SCENES) {
      onStep.accept(scene.play(stage));
    }
  }

  static Path caFile(Config config) {
    return directory(config).resolve("guestbook-ca.crt");
  }

  private static Path directory(Config config) {
    return config.dataDir().resolve("demo");
  }

  private Path log() {
    return config.dataDir().resolve("podo.log");
  }
}

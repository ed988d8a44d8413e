package dev.podo.program.commands;

import dev.podo.client.kubeconfig.Kubeconfig;
import dev.podo.client.kubeconfig.KubeconfigException;
import dev.podo.program.config.Config;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The context `podo` in the user's own kubeconfig, so that a plain kubectl works.
final class UserKubeconfig {
  private static final String CONTEXT = "podo";

  private UserKubeconfig() {}

  /// Merges, unless the user does not want it, and says how to go on. What was there before is kept
  /// in a backup.
  static void tell(Config config, boolean leaveAlone, PrintWriter out) {
    var admin = config.adminKubeconfig();
    if (leaveAlone) {
      out.println("Use it with: " + withAdmin(config) + " get nodes");
      return;
    }
    var own = file();
    try {
      var ours = Kubeconfig.read(admin);
      if (Files.exists(own)) {
        var theirs = Kubeconfig.read(own);
        if (!theirs.leadsTo(CONTEXT, ours.access().server())) {
          var backup = own.resolveSibling(own.getFileName() + ".before-podo");
          Files.copy(
              own, backup, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.COPY_ATTRIBUTES);
          out.println("Your kubeconfig as it was is kept in " + backup + ".");
        }
        theirs.merge(ours).write(own);
      } else {
        ours.write(own);
      }
      out.println("Use it with: kubectl get nodes   (context " + CONTEXT + " in " + own + ")");
    } catch (IOException | KubeconfigException e) {
      out.println("Your kubeconfig " + own + " was left as it is: " + e.getMessage());
      out.println("Use the cluster with: " + withAdmin(config) + " get nodes");
    }
  }

  /// How kubectl is called to reach this cluster, whatever the user's own kubeconfig leads to now.
  static String kubectl(Config config) {
    try {
      var own = Kubeconfig.read(file()).access();
      var admin = Kubeconfig.read(config.adminKubeconfig()).access();
      if (own.server().equals(admin.server()) && Objects.equals(own.caPem(), admin.caPem())) {
        return "kubectl";
      }
    } catch (KubeconfigException none) {
      // then not by a plain kubectl
    }
    return withAdmin(config);
  }

  private static String withAdmin(Config config) {
    return "kubectl --kubeconfig " + config.adminKubeconfig();
  }

  /// Takes the context out again, if it still leads to this cluster; a file that then holds nothing
  /// goes too.
  static void remove(Config config) throws IOException {
    var own = file();
    if (!Files.exists(own) || !Files.exists(config.adminKubeconfig())) {
      return;
    }
    try {
      var theirs = Kubeconfig.read(own);
      if (theirs.leadsTo(CONTEXT, Kubeconfig.read(config.adminKubeconfig()).access().server())) {
        var rest = theirs.without(CONTEXT);
        if (rest.isEmpty()) {
          Files.delete(own);
          removeIfEmpty(own.toAbsolutePath().getParent());
        } else {
          rest.write(own);
        }
      }
    } catch (KubeconfigException notOurs) {
      // what cannot be read was not written by us
    }
  }

  private static void removeIfEmpty(@Nullable Path directory) throws IOException {
    if (directory == null) {
      return;
    }
    try {
      Files.deleteIfExists(directory);
    } catch (DirectoryNotEmptyException othersUseIt) {
      // as it should be
    }
  }

  private static Path file() {
    var named = System.getenv("KUBECONFIG");
    if (named != null && !named.isBlank()) {
      return Path.of(named.split(":", -1)[0]);
    }
    return Invocation.home().resolve(".kube/config");
  }
}

{{/* Values that the schema accepts one by one, but that cannot be right together. */}}
{{- define "lanyard.refuse" -}}
{{- $v := .Values -}}
{{- if not $v.secrets.rootKey.name -}}{{- fail "secrets.rootKey.name: name the Secret that holds the root key" -}}{{- end -}}
{{- if not $v.secrets.logKey.name -}}{{- fail "secrets.logKey.name: name the Secret that holds the log key" -}}{{- end -}}
{{- if eq $v.mode "embedded" -}}
{{- if ne $v.store.kind "sqlite" -}}{{- fail "store.kind: must be sqlite in embedded mode" -}}{{- end -}}
{{- if or $v.trial.nats.enabled $v.trial.postgresql.enabled -}}{{- fail "trial: embedded mode needs no other server" -}}{{- end -}}
{{- else -}}
{{- if eq $v.store.kind "sqlite" -}}{{- fail "store.kind: must be postgres or eventstore in cluster mode" -}}{{- end -}}
{{- if not $v.trust.logVkey -}}{{- fail "trust.logVkey: the api processes need the log's public key" -}}{{- end -}}
{{- if not $v.store.urlSecret.name -}}{{- fail "store.urlSecret.name: name the Secret that holds the address of the store" -}}{{- end -}}
{{- if and (eq $v.store.kind "eventstore") (not $v.store.boxesUrlSecret.name) -}}{{- fail "store.boxesUrlSecret.name: EventStoreDB needs a PostgreSQL database of sealed boxes" -}}{{- end -}}
{{- if not $v.vault.urlSecret.name -}}{{- fail "vault.urlSecret.name: name the Secret that holds the address of the vault" -}}{{- end -}}
{{- if and (not $v.trial.nats.enabled) (not $v.nats.urls) -}}{{- fail "nats.urls: name the servers of NATS" -}}{{- end -}}
{{- if and (not $v.trial.nats.enabled) (not $v.nats.monitorUrls) -}}{{- fail "nats.monitorUrls: name the monitoring address of every node, or no concern is answered 202" -}}{{- end -}}
{{- if and $v.trial.postgresql.enabled (not $v.trial.postgresql.passwordsSecret) -}}{{- fail "trial.postgresql.passwordsSecret: name the Secret that holds the passwords" -}}{{- end -}}
{{- if and (not $v.checkpointLock.url) (ne ($v.worker.replicas | int) 1) -}}{{- fail "worker.replicas: must be 1 while the checkpoint lock is on a volume" -}}{{- end -}}
{{- end -}}
{{- if and $v.checkpointLock.url (not $v.checkpointLock.credentialsSecret.name) -}}{{- fail "checkpointLock.credentialsSecret.name: name the Secret that holds the credentials of its bucket" -}}{{- end -}}
{{- if and $v.mail.host (or (not $v.mail.from) (not $v.mail.inboxUrl)) -}}{{- fail "mail: give from and inboxUrl" -}}{{- end -}}
{{- if ne (empty $v.mail.user) (empty $v.mail.passwordSecret.name) -}}{{- fail "mail: give both user and passwordSecret.name, or neither" -}}{{- end -}}
{{- if and $v.init.enabled (or (not $v.init.trustLead) (not $v.init.second)) -}}{{- fail "init: give trustLead and second, each as issuer,subject" -}}{{- end -}}
{{- if and $v.ingress.enabled (or (not $v.ingress.host) (not $v.ingress.tlsSecret)) -}}{{- fail "ingress: give host and tlsSecret; Lanyard is not served without TLS" -}}{{- end -}}
{{- if and (or $v.metrics.serviceMonitor.enabled $v.metrics.rules.enabled) (not $v.secrets.metricsToken.name) -}}{{- fail "secrets.metricsToken.name: without the token nobody may read /metrics" -}}{{- end -}}
{{- end -}}

{{/* Peers of an opening; an empty list would open it to everywhere. (dict "what" … "peers" …) */}}
{{- define "lanyard.peers" -}}
{{- if not .peers -}}{{- fail (printf "%s: name where it is; an empty list would open it to everywhere" .what) -}}{{- end -}}
{{- toYaml .peers -}}
{{- end -}}

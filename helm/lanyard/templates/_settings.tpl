{{/*
The settings of a process, by role: api, recorder, worker, all, provision, init, raise-format.
Secrets are files below /run/secrets/lanyard; the log key is in the signer only (worker, all, init).
*/}}

{{/* Whether a role gets something: (dict "role" … "of" (list …)). Empty is no. */}}
{{- define "lanyard.isOf" -}}
{{- if has .role .of -}}yes{{- end -}}
{{- end -}}

{{/* The secrets of a role, as JSON: [{file, env, name, key}]. Called with (dict "root" $ "role" …). */}}
{{- define "lanyard.secretsOf" -}}
{{- $v := .root.Values -}}
{{- $role := .role -}}
{{- $found := list -}}
{{- $cluster := eq $v.mode "cluster" -}}
{{- $opens := list "api" "recorder" "worker" "all" "init" "raise-format" -}}
{{- $signs := list "worker" "all" "init" -}}
{{- $serves := list "api" "recorder" "worker" "all" -}}
{{- if has $role $opens -}}
{{- $found = append $found (dict "file" "root.key" "env" "LANYARD_ROOT_KEY_FILE" "ref" $v.secrets.rootKey) -}}
{{- end -}}
{{- if has $role $signs -}}
{{- $found = append $found (dict "file" "log.key" "env" "LANYARD_LOG_KEY_FILE" "ref" $v.secrets.logKey) -}}
{{- end -}}
{{- if has $role $serves -}}
{{- $found = append $found (dict "file" "metrics-token" "env" "LANYARD_METRICS_TOKEN_FILE" "ref" $v.secrets.metricsToken) -}}
{{- end -}}
{{- if $cluster -}}
{{- $found = append $found (dict "file" "store-url" "env" "LANYARD_STORE_URL_FILE" "ref" $v.store.urlSecret) -}}
{{- if eq $v.store.kind "eventstore" -}}
{{- $found = append $found (dict "file" "boxes-url" "env" "LANYARD_BOXES_URL_FILE" "ref" $v.store.boxesUrlSecret) -}}
{{- end -}}
{{- $found = append $found (dict "file" "vault-url" "env" "LANYARD_VAULT_URL_FILE" "ref" $v.vault.urlSecret) -}}
{{- $found = append $found (dict "file" "nats.creds" "env" "LANYARD_NATS_CREDENTIALS_FILE" "ref" $v.nats.credentialsSecret) -}}
{{- end -}}
{{- if and (has $role (list "api" "worker" "all" "init")) $v.blobs.url -}}
{{- $found = append $found (dict "file" "blobs-credentials" "env" "LANYARD_BLOBS_CREDENTIALS_FILE" "ref" $v.blobs.credentialsSecret) -}}
{{- end -}}
{{- if and (has $role $signs) $v.checkpointLock.url -}}
{{- $found = append $found (dict "file" "lock-credentials" "env" "LANYARD_CHECKPOINT_LOCK_CREDENTIALS_FILE" "ref" $v.checkpointLock.credentialsSecret) -}}
{{- end -}}
{{- if and (has $role (list "worker" "all")) $v.mail.host -}}
{{- $found = append $found (dict "file" "smtp-password" "env" "LANYARD_SMTP_PASSWORD_FILE" "ref" $v.mail.passwordSecret) -}}
{{- end -}}
{{- $named := list -}}
{{- range $found -}}
{{- if .ref.name -}}{{- $named = append $named . -}}{{- end -}}
{{- end -}}
{{- $named | toJson -}}
{{- end -}}

{{/* Addresses of NATS: the release's own in a trial. */}}
{{- define "lanyard.natsUrls" -}}
{{- if .Values.trial.nats.enabled -}}
{{- $name := printf "%s-nats" (include "lanyard.fullname" .) -}}
{{- range $i := until 3 }}{{ if $i }},{{ end }}nats://{{ $name }}-{{ $i }}.{{ $name }}:4222{{ end -}}
{{- else -}}
{{- join "," .Values.nats.urls -}}
{{- end -}}
{{- end -}}

{{- define "lanyard.natsMonitorUrls" -}}
{{- if .Values.trial.nats.enabled -}}
{{- $name := printf "%s-nats" (include "lanyard.fullname" .) -}}
{{- range $i := until 3 }}{{ if $i }},{{ end }}http://{{ $name }}-{{ $i }}.{{ $name }}:8222{{ end -}}
{{- else -}}
{{- join "," .Values.nats.monitorUrls -}}
{{- end -}}
{{- end -}}

{{- define "lanyard.env" -}}
{{- $v := .root.Values -}}
{{- $role := .role -}}
{{- $serves := has $role (list "api" "recorder" "worker" "all") -}}
- name: LANYARD_DATA_DIR
  value: /var/lib/lanyard/data
- name: LANYARD_ORIGIN
  value: {{ $v.trust.origin | quote }}
- name: LANYARD_TRUST_NAME
  value: {{ $v.trust.name | quote }}
- name: LANYARD_LOG
  value: {{ $v.settings.log | quote }}
- name: LANYARD_LOG_FORMAT
  value: {{ $v.settings.logFormat }}
{{- if $serves }}
- name: LANYARD_ROLES
  value: {{ ternary "api,recorder,worker" $role (eq $role "all") }}
- name: LANYARD_LISTEN
  value: 0.0.0.0:8080
{{- with $v.settings.otlpEndpoint }}
- name: LANYARD_OTLP_ENDPOINT
  value: {{ . | quote }}
{{- end }}
{{- end }}
{{- if has $role (list "api" "all") }}
- name: LANYARD_NOT_SHOWN_PER_MINUTE
  value: {{ $v.settings.notShownPerMinute | int64 | quote }}
- name: LANYARD_REQUESTS_PER_MINUTE
  value: {{ $v.settings.requestsPerMinute | int64 | quote }}
{{- with $v.settings.trustedProxies }}
- name: LANYARD_TRUSTED_PROXIES
  value: {{ join "," . | quote }}
{{- end }}
- name: LANYARD_BODY_BYTES
  value: {{ $v.settings.bodyBytes | int64 | quote }}
{{- end }}
{{- if has $role (list "worker" "all" "init") }}
- name: LANYARD_CHECKPOINT_LOCK
  value: {{ $v.checkpointLock.url | default "/var/lib/lanyard-lock/checkpoint.lock" | quote }}
{{- else if and $v.trust.logVkey (ne $role "provision") }}
- name: LANYARD_LOG_VKEY_FILE
  value: /etc/lanyard/log.vkey
{{- end }}
{{- if eq $v.mode "cluster" }}
- name: LANYARD_NATS_URL
  value: {{ include "lanyard.natsUrls" .root | quote }}
- name: LANYARD_NATS_MONITOR_URLS
  value: {{ include "lanyard.natsMonitorUrls" .root | quote }}
- name: LANYARD_NATS_REPLICAS
  value: {{ $v.nats.replicas | int64 | quote }}
{{- end }}
{{- if and $v.blobs.url (has $role (list "api" "worker" "all" "init")) }}
- name: LANYARD_BLOBS_URL
  value: {{ $v.blobs.url | quote }}
{{- end }}
{{- if and $v.mail.host (has $role (list "worker" "all")) }}
- name: LANYARD_SMTP_HOST
  value: {{ $v.mail.host | quote }}
- name: LANYARD_SMTP_PORT
  value: {{ $v.mail.port | int64 | quote }}
- name: LANYARD_SMTP_TLS
  value: {{ $v.mail.tls }}
- name: LANYARD_SMTP_FROM
  value: {{ $v.mail.from | quote }}
- name: LANYARD_INBOX_URL
  value: {{ $v.mail.inboxUrl | quote }}
{{- with $v.mail.user }}
- name: LANYARD_SMTP_USER
  value: {{ . | quote }}
{{- end }}
{{- end }}
{{- range include "lanyard.secretsOf" . | fromJsonArray }}
- name: {{ .env }}
  value: /run/secrets/lanyard/{{ .file }}
{{- end }}
{{- if $v.caBundle.configMap }}
# Read by the TLS library; it takes the place of the image's own authorities.
- name: SSL_CERT_FILE
  value: /etc/lanyard-ca/ca.crt
{{- end }}
{{- end -}}

{{/*
What a role may reach beside DNS, as a JSON list of {name, peers, ports}. A policy lists exactly
these. (dict "root" $ "role" …)
*/}}
{{- define "lanyard.openings" -}}
{{- include "lanyard.refuse" .root -}}
{{- $v := .root.Values -}}
{{- $p := $v.networkPolicy -}}
{{- $role := .role -}}
{{- $found := list -}}
{{- $labels := fromYaml (include "lanyard.selector" .root) -}}
{{- if eq $v.mode "cluster" -}}
{{- $nats := $p.nats.to -}}
{{- if $v.trial.nats.enabled -}}
{{- $nats = list (dict "podSelector" (dict "matchLabels" (merge (dict "app.kubernetes.io/component" "nats") $labels))) -}}
{{- end -}}
{{- $found = append $found (dict "name" "nats" "peers" $nats "ports" (list $p.nats.port $p.nats.monitorPort)) -}}
{{- $postgresql := list (dict "podSelector" (dict "matchLabels" (merge (dict "app.kubernetes.io/component" "postgresql") $labels))) -}}
{{- $trial := $v.trial.postgresql.enabled -}}
{{- $found = append $found (dict "name" "store" "peers" (ternary $postgresql $p.store.to $trial) "ports" (list $p.store.port)) -}}
{{- if eq $v.store.kind "eventstore" -}}
{{- $found = append $found (dict "name" "boxes" "peers" (ternary $postgresql $p.boxes.to $trial) "ports" (list $p.boxes.port)) -}}
{{- end -}}
{{- $found = append $found (dict "name" "vault" "peers" (ternary $postgresql $p.vault.to $trial) "ports" (list $p.vault.port)) -}}
{{- end -}}
{{- $blobs := and (hasPrefix "s3://" $v.blobs.url) (has $role (list "api" "worker" "all" "init")) -}}
{{- if $blobs -}}
{{- $found = append $found (dict "name" "blobs" "peers" $p.blobs.to "ports" (list $p.blobs.port)) -}}
{{- end -}}
{{- if and $v.checkpointLock.url (has $role (list "worker" "all" "init")) -}}
{{- $found = append $found (dict "name" "lock" "peers" $p.lock.to "ports" (list $p.lock.port)) -}}
{{- end -}}
{{- if and $v.mail.host (has $role (list "worker" "all")) -}}
{{- $found = append $found (dict "name" "mail" "peers" $p.mail.to "ports" (list $v.mail.port)) -}}
{{- end -}}
{{- if has $role (list "api" "recorder" "worker" "all") -}}
{{- if $v.settings.otlpEndpoint -}}
{{- $found = append $found (dict "name" "otlp" "peers" $p.otlp.to "ports" (list $p.otlp.port)) -}}
{{- end -}}
{{- end -}}
{{- if has $role (list "api" "all") -}}
{{- $found = append $found (dict "name" "identityProviders" "peers" $p.identityProviders.to "ports" (list $p.identityProviders.port)) -}}
{{- end -}}
{{- $found | toJson -}}
{{- end -}}

{{/* The egress rules of a role. */}}
{{- define "lanyard.egress" -}}
# Names.
- to:
    {{- include "lanyard.peers" (dict "what" "networkPolicy.dns.to" "peers" .root.Values.networkPolicy.dns.to) | nindent 4 }}
  ports:
    - {port: 53, protocol: UDP}
    - {port: 53, protocol: TCP}
{{- range include "lanyard.openings" . | fromJsonArray }}
# {{ .name }}
- to:
    {{- include "lanyard.peers" (dict "what" (printf "networkPolicy.%s.to" .name) "peers" .peers) | nindent 4 }}
  ports:
    {{- range .ports }}
    - {port: {{ . }}, protocol: TCP}
    {{- end }}
{{- end }}
{{- end -}}

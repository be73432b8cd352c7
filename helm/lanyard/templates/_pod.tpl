{{/* What every pod and container of Lanyard has in common. */}}

{{- define "lanyard.podSecurity" -}}
runAsNonRoot: true
runAsUser: 65532
runAsGroup: 65532
# Secrets are mounted for this group to read.
fsGroup: 65532
fsGroupChangePolicy: OnRootMismatch
seccompProfile:
  type: RuntimeDefault
{{- end -}}

{{- define "lanyard.containerSecurity" -}}
allowPrivilegeEscalation: false
readOnlyRootFilesystem: true
capabilities:
  drop: [ALL]
{{- end -}}

{{/* Pod fields before the containers. */}}
{{- define "lanyard.podBase" -}}
automountServiceAccountToken: false
enableServiceLinks: false
securityContext:
  {{- include "lanyard.podSecurity" . | nindent 2 }}
{{- with .Values.image.pullSecrets }}
imagePullSecrets:
  {{- range . }}
  - name: {{ . }}
  {{- end }}
{{- end }}
{{- end -}}

{{/* (dict "root" $ "role" …) */}}
{{- define "lanyard.mounts" -}}
{{- $v := .root.Values -}}
- name: state
  mountPath: /var/lib/lanyard
- name: scratch
  mountPath: /tmp
{{- if ne .role "provision" }}
- name: config
  mountPath: /etc/lanyard
  readOnly: true
{{- end }}
{{- if include "lanyard.secretsOf" . | fromJsonArray }}
- name: secrets
  mountPath: /run/secrets/lanyard
  readOnly: true
{{- end }}
{{- if include "lanyard.needsLockVolume" . }}
- name: lock
  mountPath: /var/lib/lanyard-lock
{{- end }}
{{- if $v.caBundle.configMap }}
- name: ca
  mountPath: /etc/lanyard-ca
  readOnly: true
{{- end }}
{{- end -}}

{{- define "lanyard.needsLockVolume" -}}
{{- if and (not .root.Values.checkpointLock.url) (has .role (list "worker" "all" "init")) -}}yes{{- end -}}
{{- end -}}

{{/* Volumes but for `state`, which differs. */}}
{{- define "lanyard.volumes" -}}
{{- $v := .root.Values -}}
- name: scratch
  emptyDir:
    sizeLimit: 256Mi
{{- if ne .role "provision" }}
- name: config
  configMap:
    name: {{ include "lanyard.fullname" .root }}
{{- end }}
{{- with include "lanyard.secretsOf" . | fromJsonArray }}
- name: secrets
  projected:
    # The group of the pod may read, nobody may write.
    defaultMode: 0440
    sources:
      {{- range . }}
      - secret:
          name: {{ .ref.name }}
          items:
            - key: {{ .ref.key }}
              path: {{ .file }}
      {{- end }}
{{- end }}
{{- if include "lanyard.needsLockVolume" . }}
- name: lock
  persistentVolumeClaim:
    claimName: {{ $v.checkpointLock.volume.existingClaim | default (printf "%s-lock" (include "lanyard.fullname" .root)) }}
{{- end }}
{{- if $v.caBundle.configMap }}
- name: ca
  configMap:
    name: {{ $v.caBundle.configMap }}
    items:
      - key: {{ $v.caBundle.key }}
        path: ca.crt
{{- end }}
{{- end -}}

{{/* The container of a role that serves. */}}
{{- define "lanyard.servingContainer" -}}
{{- $v := .root.Values -}}
name: lanyard
image: {{ include "lanyard.image" .root }}
imagePullPolicy: {{ $v.image.pullPolicy }}
args: [--config, /etc/lanyard/lanyard.toml, serve]
env:
  {{- include "lanyard.env" . | nindent 2 }}
ports:
  - name: http
    containerPort: 8080
# Tiles may have to be made from the whole store before the first answer: ten minutes for that.
startupProbe:
  httpGet: {path: /healthz, port: http}
  periodSeconds: 5
  failureThreshold: 120
livenessProbe:
  httpGet: {path: /healthz, port: http}
  periodSeconds: 10
  timeoutSeconds: 5
  failureThreshold: 6
readinessProbe:
  httpGet: {path: /readyz, port: http}
  periodSeconds: 2
  timeoutSeconds: 2
  failureThreshold: 2
lifecycle:
  preStop:
    sleep:
      seconds: {{ $v.drainSeconds }}
securityContext:
  {{- include "lanyard.containerSecurity" .root | nindent 2 }}
resources:
  {{- toYaml .of.resources | nindent 2 }}
volumeMounts:
  {{- include "lanyard.mounts" . | nindent 2 }}
{{- end -}}

{{/* Spread over zones where it can be, over nodes as far as it can be. */}}
{{- define "lanyard.spread" -}}
topologySpreadConstraints:
  {{- range $key := list "topology.kubernetes.io/zone" "kubernetes.io/hostname" }}
  - maxSkew: 1
    topologyKey: {{ $key }}
    whenUnsatisfiable: ScheduleAnyway
    labelSelector:
      matchLabels:
        {{- include "lanyard.selector" $.root | nindent 8 }}
        app.kubernetes.io/component: {{ $.role }}
  {{- end }}
{{- end -}}

{{- define "lanyard.placement" -}}
{{- with .nodeSelector }}
nodeSelector:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .tolerations }}
tolerations:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- end -}}
